//! Takes the machine stack frame out of functions that do without.
//!
//! Cranelift gives every function with tail calls a frame (`push rbp; mov rbp, rsp`, what registers
//! of the C convention it uses saved), and takes it down before each of its jumps. But control never
//! returns into generated code: the machine stack of a process that runs is that of the scheduler's
//! call of `lfert_enter`, which preserves all registers itself, and nothing is left on it when a
//! function is over. So a function needs a frame only for values that found no register, and for the
//! alignment of the stack at calls of C functions; slow-path stubs align it themselves
//! ([`crate::gates`]). Measured on small recursive functions: a fifth of all instructions.
//!
//! The frame is recognised byte by byte, before each jump out of the function; one that is not found
//! as expected stays as it is.

use cranelift_codegen::ir::{self, Opcode};
use cranelift_codegen::isa::CallConv;
use cranelift_module::{ModuleReloc, ModuleRelocTarget};

/// `push rbp; mov rbp, rsp`
const PROLOGUE: &[u8] = &[0x55, 0x48, 0x89, 0xE5];
/// `mov rsp, rbp; pop rbp`
const EPILOGUE: &[u8] = &[0x48, 0x89, 0xEC, 0x5D];
/// `jmp` with a distance that a relocation fills in.
const JUMP: u8 = 0xE9;
/// `jmp r10`, which Cranelift uses for addresses in registers.
const JUMP_TO_REGISTER: &[u8] = &[0x41, 0xFF, 0xE2];
/// `int3`, for what is not reached any more.
const FILLER: u8 = 0xCC;
/// REX prefix and number of rbx, r12, r13, r14: the registers that Cranelift saves. r15 is pinned.
const SAVED: [(u8, u8); 4] = [(0x48, 3), (0x4C, 4), (0x4C, 5), (0x4C, 6)];

/// Takes the frame out, if the function has no use for it. Whether it did.
pub fn trim(function: &ir::Function, bytes: &mut Vec<u8>, relocations: &mut [ModuleReloc]) -> bool {
    let Some(exits) = count_exits(function) else { return false };
    let calls_library = |reloc: &ModuleReloc| matches!(reloc.name, ModuleRelocTarget::LibCall(_));
    if relocations.iter().any(calls_library) {
        return false;
    }
    let Some((prologue, epilogue)) = frame(bytes) else { return false };
    let found = find_exits(bytes, relocations, &epilogue);
    if found.len() != exits {
        return false;
    }
    for exit in found {
        move_up(bytes, relocations, exit, epilogue.len());
    }
    bytes.drain(..prologue);
    for relocation in relocations {
        relocation.offset -= prologue as u32;
    }
    true
}

/// How many jumps lead out of the function; `None` if it needs a frame, or may need constants in
/// its code to be aligned.
fn count_exits(function: &ir::Function) -> Option<usize> {
    if !function.sized_stack_slots.is_empty() {
        return None;
    }
    let mut exits = 0;
    for block in function.layout.blocks() {
        for inst in function.layout.block_insts(block) {
            let data = &function.dfg.insts[inst];
            match data.opcode() {
                Opcode::ReturnCall | Opcode::ReturnCallIndirect => exits += 1,
                Opcode::Call if calls_stub(function, inst) => {}
                opcode if opcode.is_call() || opcode.is_return() => return None,
                Opcode::Fneg | Opcode::Fabs | Opcode::Fcopysign => return None,
                _ => {}
            }
        }
    }
    Some(exits)
}

fn calls_stub(function: &ir::Function, inst: ir::Inst) -> bool {
    function.dfg.call_signature(inst).is_some_and(|signature| {
        function.dfg.signatures[signature].call_conv == CallConv::PreserveAll
    })
}

/// Length of the code that makes the frame, and the code that takes it down. `None` if the frame
/// holds more than saved registers.
fn frame(bytes: &[u8]) -> Option<(usize, Vec<u8>)> {
    let mut rest = bytes.strip_prefix(PROLOGUE)?;
    // sub rsp, size
    let size = match rest {
        [0x48, 0x83, 0xEC, size, after @ ..] => {
            rest = after;
            *size
        }
        [0x48, 0x81, 0xEC, ..] => return None,
        _ => 0,
    };
    let mut restore = Vec::new();
    let mut saved = 0;
    for register in SAVED {
        let Some(after) = rest.strip_prefix(&*move_saved(register, 0x89, saved)) else { continue };
        rest = after;
        restore.extend(move_saved(register, 0x8B, saved));
        saved += 8;
    }
    if size != saved.next_multiple_of(16) {
        return None;
    }
    if size > 0 {
        restore.extend([0x48, 0x83, 0xC4, size]); // add rsp, size
    }
    restore.extend(EPILOGUE);
    Some((bytes.len() - rest.len(), restore))
}

/// `mov` between a register and `[rsp + offset]`.
fn move_saved((rex, register): (u8, u8), opcode: u8, offset: u8) -> Vec<u8> {
    let register = (register & 7) << 3;
    match offset {
        0 => vec![rex, opcode, 0x04 | register, 0x24],
        _ => vec![rex, opcode, 0x44 | register, 0x24, offset],
    }
}

/// Where the code that takes the frame down before a jump out of the function starts.
fn find_exits(bytes: &[u8], relocations: &[ModuleReloc], epilogue: &[u8]) -> Vec<usize> {
    let leaves = |at: usize| {
        let is_known = bytes.get(at) == Some(&JUMP)
            && relocations.iter().any(|relocation| relocation.offset as usize == at + 1);
        is_known || bytes[at..].starts_with(JUMP_TO_REGISTER)
    };
    (0..bytes.len().saturating_sub(epilogue.len()))
        .filter(|at| bytes[*at..].starts_with(epilogue) && leaves(at + epilogue.len()))
        .collect()
}

/// Moves the jump behind the `by` bytes at `exit` to their place.
fn move_up(bytes: &mut [u8], relocations: &mut [ModuleReloc], exit: usize, by: usize) {
    let known = bytes[exit + by] == JUMP;
    let len = if known { 5 } else { JUMP_TO_REGISTER.len() };
    bytes.copy_within(exit + by..exit + by + len, exit);
    bytes[exit + len..exit + by + len].fill(FILLER);
    for relocation in relocations {
        if known && relocation.offset as usize == exit + by + 1 {
            relocation.offset -= by as u32;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_without_contents() {
        let code = [PROLOGUE, &[0x90], EPILOGUE, JUMP_TO_REGISTER].concat();
        assert_eq!(frame(&code), Some((4, EPILOGUE.to_vec())));
        assert_eq!(find_exits(&code, &[], EPILOGUE), [5]);
    }

    #[test]
    fn saved_registers_are_no_contents() {
        // sub rsp, 16; mov [rsp], rbx; mov [rsp + 8], r12
        let save = [0x48, 0x83, 0xEC, 16, 0x48, 0x89, 0x1C, 0x24, 0x4C, 0x89, 0x64, 0x24, 8];
        // mov rbx, [rsp]; mov r12, [rsp + 8]; add rsp, 16
        let restore = [0x48, 0x8B, 0x1C, 0x24, 0x4C, 0x8B, 0x64, 0x24, 8, 0x48, 0x83, 0xC4, 16];
        let code = [PROLOGUE, &save, &[0x90]].concat();
        assert_eq!(frame(&code), Some((17, [&restore, EPILOGUE].concat())));
    }

    #[test]
    fn a_spilled_value_needs_the_frame() {
        // sub rsp, 32; mov [rsp + 16], rbx
        let code = [PROLOGUE, &[0x48, 0x83, 0xEC, 32, 0x48, 0x89, 0x5C, 0x24, 16]].concat();
        assert_eq!(frame(&code), None);
        // sub rsp, 16; and nothing saved
        assert_eq!(frame(&[PROLOGUE, &[0x48, 0x83, 0xEC, 16, 0x90]].concat()), None);
    }

    #[test]
    fn a_jump_moves_to_where_the_frame_was_taken_down() {
        let mut code = [EPILOGUE, JUMP_TO_REGISTER].concat();
        move_up(&mut code, &mut [], 0, EPILOGUE.len());
        assert_eq!(code, [JUMP_TO_REGISTER, &[FILLER; 4]].concat());
    }

    #[test]
    fn a_jump_within_the_function_is_no_exit() {
        let code = [PROLOGUE, EPILOGUE, &[JUMP, 0, 0, 0, 0]].concat();
        assert!(find_exits(&code, &[], EPILOGUE).is_empty());
    }
}

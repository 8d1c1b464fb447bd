//! The two stubs that Cranelift cannot write: the way into generated code, and the slow-path stubs.
//!
//! Generated code keeps no machine stack (see [`crate::trim`]), so that its functions neither
//! preserve the registers that C functions do nor keep the stack pointer aligned for calls. Here both
//! are made good: [`enter`] saves and restores what its C caller wants preserved, a slow-path stub
//! aligns the stack pointer itself and preserves all registers.
//!
//! The code is x86-64's, the only target so far.

use cranelift_codegen::binemit::Reloc;
use cranelift_module::{FuncId, ModuleReloc, ModuleRelocTarget};
use lfec_abi::machine::{self, REGISTER_ARGUMENTS};

/// A function made of bytes.
pub struct Gate {
    pub bytes: Vec<u8>,
    pub relocations: Vec<ModuleReloc>,
}

const _: () = assert!(REGISTER_ARGUMENTS == 3 && machine::RESUME < 128 && machine::RESULT < 128);

/// `lfert_enter(machine) -> status`: machine state into registers, and a call of `resume`.
pub fn enter() -> Gate {
    let mut bytes = vec![
        0x55, // push rbp
        0x48, 0x89, 0xE5, // mov rbp, rsp
        0x53, // push rbx
        0x41, 0x54, 0x41, 0x55, 0x41, 0x56, 0x41, 0x57, // push r12, r13, r14, r15
        0x48, 0x83, 0xEC, 0x08, // sub rsp, 8
        0x49, 0x89, 0xFF, // mov r15, rdi
    ];
    // The registers of Cranelift's tail calling convention, in the order of its arguments:
    // rdi, rsi, rdx, rcx, r8, r9; each as REX prefix and number.
    let registers = [(0x49, 7), (0x49, 6), (0x49, 2), (0x49, 1), (0x4D, 0), (0x4D, 1)];
    let state = [machine::HP, machine::SP, machine::REDUCTIONS_LEFT];
    let arguments = (0..REGISTER_ARGUMENTS).map(|index| machine::X + 8 * index as i32);
    for ((rex, register), offset) in registers.into_iter().zip(state.into_iter().chain(arguments)) {
        bytes.extend([rex, 0x8B, 0x87 | register << 3]); // mov register, [r15 + offset]
        bytes.extend(offset.to_le_bytes());
    }
    bytes.extend([0x41, 0xFF, 0x57, machine::RESUME as u8]); // call [r15 + resume]
    bytes.extend([
        0x48, 0x83, 0xC4, 0x08, // add rsp, 8
        0x41, 0x5F, 0x41, 0x5E, 0x41, 0x5D, 0x41, 0x5C, // pop r15, r14, r13, r12
        0x5B, // pop rbx
        0x5D, // pop rbp
        0xC3, // ret
    ]);
    Gate { bytes, relocations: Vec::new() }
}

/// Bytes that the stub keeps the sixteen vector registers in.
const VECTORS: u32 = 256;

/// Calls `function(machine)` and preserves all registers.
pub fn slow_path(function: FuncId, near: bool) -> Gate {
    let mut relocations = Vec::new();
    let bytes = preserving(|bytes| relocations.push(call(bytes, function, near)));
    Gate { bytes, relocations }
}

/// Calls `scratch[3]` with the machine block and `scratch[0..3]`, and preserves all registers.
pub fn cold_bif() -> Gate {
    let bytes = preserving(|bytes| {
        // rsi, rdx, rcx
        for (index, register) in [6, 2, 1].into_iter().enumerate() {
            bytes.extend([0x49, 0x8B, 0x87 | register << 3]); // mov register, [r15 + offset]
            bytes.extend((machine::SCRATCH + 8 * index as i32).to_le_bytes());
        }
        bytes.extend([0x41, 0xFF, 0x97]); // call [r15 + scratch[3]]
        bytes.extend((machine::SCRATCH + 24).to_le_bytes());
        bytes.extend([0x49, 0x89, 0x47, machine::RESULT as u8]); // mov [r15 + result], rax
    });
    Gate { bytes, relocations: Vec::new() }
}

/// A function that calls as `call` says, the machine block in rdi, and preserves all registers.
fn preserving(call: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
    let mut bytes = vec![
        0x55, // push rbp
        0x48, 0x89, 0xE5, // mov rbp, rsp
        0x50, 0x51, 0x52, 0x56, 0x57, // push rax, rcx, rdx, rsi, rdi
        0x41, 0x50, 0x41, 0x51, 0x41, 0x52, 0x41, 0x53, // push r8, r9, r10, r11
        0x48, 0x81, 0xEC, // sub rsp, VECTORS
    ];
    bytes.extend(VECTORS.to_le_bytes());
    bytes.extend([0x48, 0x83, 0xE4, 0xF0]); // and rsp, -16
    for index in 0..16 {
        move_vector(&mut bytes, 0x11, index);
    }
    bytes.extend([0x4C, 0x89, 0xFF]); // mov rdi, r15
    call(&mut bytes);
    for index in 0..16 {
        move_vector(&mut bytes, 0x10, index);
    }
    bytes.extend([
        0x48, 0x8D, 0x65, 0xB8, // lea rsp, [rbp - 72]: the nine words pushed
        0x41, 0x5B, 0x41, 0x5A, 0x41, 0x59, 0x41, 0x58, // pop r11, r10, r9, r8
        0x5F, 0x5E, 0x5A, 0x59, 0x58, // pop rdi, rsi, rdx, rcx, rax
        0x5D, // pop rbp
        0xC3, // ret
    ]);
    bytes
}

/// `movups` between a vector register and its place: opcode 0x11 stores, 0x10 loads.
fn move_vector(bytes: &mut Vec<u8>, opcode: u8, index: u8) {
    if index >= 8 {
        bytes.push(0x44);
    }
    bytes.extend([0x0F, opcode, 0x84 | (index & 7) << 3, 0x24]);
    bytes.extend((16 * u32::from(index)).to_le_bytes());
}

fn call(bytes: &mut Vec<u8>, function: FuncId, near: bool) -> ModuleReloc {
    let name = ModuleRelocTarget::user(0, function.as_u32());
    if near {
        bytes.push(0xE8); // call
        let offset = bytes.len() as u32;
        bytes.extend([0; 4]);
        return ModuleReloc { offset, kind: Reloc::X86CallPCRel4, name, addend: -4 };
    }
    bytes.extend([0x48, 0xB8]); // mov rax, address
    let offset = bytes.len() as u32;
    bytes.extend([0; 8]);
    bytes.extend([0xFF, 0xD0]); // call rax
    ModuleReloc { offset, kind: Reloc::Abs8, name, addend: 0 }
}

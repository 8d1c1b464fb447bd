//! The runtime as a static library with the C `main` of every executable.
//!
//! The program's tables and the stubs are linked in beside it.

mod c_library;

use std::ffi::{CStr, c_char, c_int};

use lfec_abi::entry::MAX_EXPORT_FUN_ARITY;
use lfec_abi::machine::Machine;
use lfec_abi::program::Program;
use lfec_runtime::code::Stubs;

unsafe extern "C" {
    #[link_name = "lfert_program"]
    static PROGRAM: Program;
    #[link_name = "lfert_enter"]
    safe fn enter(machine: &mut Machine) -> u64;
    #[link_name = "lfert_process_return"]
    safe fn process_return();
    #[link_name = "lfert_export_fun_0"]
    safe fn export_fun_0();
    #[link_name = "lfert_export_fun_1"]
    safe fn export_fun_1();
    #[link_name = "lfert_export_fun_2"]
    safe fn export_fun_2();
    #[link_name = "lfert_export_fun_3"]
    safe fn export_fun_3();
    #[link_name = "lfert_export_fun_4"]
    safe fn export_fun_4();
    #[link_name = "lfert_export_fun_5"]
    safe fn export_fun_5();
    #[link_name = "lfert_export_fun_6"]
    safe fn export_fun_6();
    #[link_name = "lfert_export_fun_7"]
    safe fn export_fun_7();
    #[link_name = "lfert_export_fun_8"]
    safe fn export_fun_8();
    #[link_name = "lfert_export_fun_9"]
    safe fn export_fun_9();
    #[link_name = "lfert_export_fun_10"]
    safe fn export_fun_10();
    #[link_name = "lfert_export_fun_11"]
    safe fn export_fun_11();
    #[link_name = "lfert_export_fun_12"]
    safe fn export_fun_12();
    #[link_name = "lfert_export_fun_13"]
    safe fn export_fun_13();
    #[link_name = "lfert_export_fun_14"]
    safe fn export_fun_14();
    #[link_name = "lfert_export_fun_15"]
    safe fn export_fun_15();
    #[link_name = "lfert_export_fun_16"]
    safe fn export_fun_16();
    #[link_name = "lfert_export_fun_17"]
    safe fn export_fun_17();
    #[link_name = "lfert_export_fun_18"]
    safe fn export_fun_18();
    #[link_name = "lfert_export_fun_19"]
    safe fn export_fun_19();
    #[link_name = "lfert_export_fun_20"]
    safe fn export_fun_20();
    #[link_name = "lfert_export_fun_21"]
    safe fn export_fun_21();
    #[link_name = "lfert_export_fun_22"]
    safe fn export_fun_22();
    #[link_name = "lfert_export_fun_23"]
    safe fn export_fun_23();
    #[link_name = "lfert_export_fun_24"]
    safe fn export_fun_24();
    #[link_name = "lfert_export_fun_25"]
    safe fn export_fun_25();
    #[link_name = "lfert_export_fun_26"]
    safe fn export_fun_26();
    #[link_name = "lfert_export_fun_27"]
    safe fn export_fun_27();
    #[link_name = "lfert_export_fun_28"]
    safe fn export_fun_28();
    #[link_name = "lfert_export_fun_29"]
    safe fn export_fun_29();
    #[link_name = "lfert_export_fun_30"]
    safe fn export_fun_30();
    #[link_name = "lfert_export_fun_31"]
    safe fn export_fun_31();
}

/// The C `main`.
///
/// # Safety
/// Called by the C library with its usual arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn main(count: c_int, values: *const *const c_char) -> c_int {
    let arguments = (1..count as usize).map(|index| {
        // SAFETY: the C library gives `count` texts that end with zero.
        let text = unsafe { CStr::from_ptr(*values.add(index)) };
        text.to_bytes().to_vec()
    });
    let arguments = arguments.collect();
    let process_return = process_return as *const () as u64;
    let stubs = Stubs { enter, process_return, export_funs: export_funs() };
    // SAFETY: the linker put the compiler's tables here; they are never written.
    unsafe { lfec_runtime::start(&PROGRAM, stubs, arguments) }
}

fn export_funs() -> [u64; MAX_EXPORT_FUN_ARITY + 1] {
    [
        export_fun_0 as *const () as u64,
        export_fun_1 as *const () as u64,
        export_fun_2 as *const () as u64,
        export_fun_3 as *const () as u64,
        export_fun_4 as *const () as u64,
        export_fun_5 as *const () as u64,
        export_fun_6 as *const () as u64,
        export_fun_7 as *const () as u64,
        export_fun_8 as *const () as u64,
        export_fun_9 as *const () as u64,
        export_fun_10 as *const () as u64,
        export_fun_11 as *const () as u64,
        export_fun_12 as *const () as u64,
        export_fun_13 as *const () as u64,
        export_fun_14 as *const () as u64,
        export_fun_15 as *const () as u64,
        export_fun_16 as *const () as u64,
        export_fun_17 as *const () as u64,
        export_fun_18 as *const () as u64,
        export_fun_19 as *const () as u64,
        export_fun_20 as *const () as u64,
        export_fun_21 as *const () as u64,
        export_fun_22 as *const () as u64,
        export_fun_23 as *const () as u64,
        export_fun_24 as *const () as u64,
        export_fun_25 as *const () as u64,
        export_fun_26 as *const () as u64,
        export_fun_27 as *const () as u64,
        export_fun_28 as *const () as u64,
        export_fun_29 as *const () as u64,
        export_fun_30 as *const () as u64,
        export_fun_31 as *const () as u64,
    ]
}

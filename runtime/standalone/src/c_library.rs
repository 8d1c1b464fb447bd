//! Our own definitions of functions of the C library that the standard library refers to and no
//! program calls, or calls in vain: without them an executable would carry the C library's dynamic
//! loader, name resolver, message catalogues, wide output and unwinder.
//!
//! The linker takes the first definition, which is the one here (`build.rs`). What each answers is
//! what a static program can expect of it.

use std::ffi::{c_char, c_int, c_uint, c_void};
use std::process;
use std::ptr;

/// Of use for threads that handle the overflow of their stack; ours do not.
#[unsafe(no_mangle)]
extern "C" fn pthread_getattr_np(_thread: usize, _attributes: *mut c_void) -> c_int {
    libc::ENOSYS
}

/// There is nothing to be loaded: callers fall back to what they are linked with.
#[unsafe(no_mangle)]
extern "C" fn dlsym(_handle: *mut c_void, _name: *const c_char) -> *mut c_void {
    ptr::null_mut()
}

/// Names of hosts are resolved by the library, not by the C library, which would load modules.
#[unsafe(no_mangle)]
extern "C" fn getaddrinfo(
    _node: *const c_char,
    _service: *const c_char,
    _hints: *const libc::addrinfo,
    _result: *mut *mut libc::addrinfo,
) -> c_int {
    libc::EAI_FAIL
}

/// See [`getaddrinfo`]: there are none.
#[unsafe(no_mangle)]
extern "C" fn freeaddrinfo(_list: *mut libc::addrinfo) {}

/// See [`getaddrinfo`].
#[unsafe(no_mangle)]
extern "C" fn gai_strerror(_code: c_int) -> *const c_char {
    c"names are not resolved by the C library".as_ptr()
}

/// See [`getaddrinfo`].
#[unsafe(no_mangle)]
extern "C" fn __res_init() -> c_int {
    -1
}

/// See [`getaddrinfo`]: threads have nothing to free.
#[unsafe(no_mangle)]
extern "C" fn __res_thread_freeres() {}

/// Users are not looked up either.
#[unsafe(no_mangle)]
extern "C" fn getpwuid_r(
    _user: libc::uid_t,
    _entry: *mut libc::passwd,
    _buffer: *mut c_char,
    _size: usize,
    result: *mut *mut libc::passwd,
) -> c_int {
    if !result.is_null() {
        // SAFETY: the caller's pointer to where the result goes.
        unsafe { *result = ptr::null_mut() };
    }
    libc::ENOENT
}

/// Messages of the C library are not translated.
#[unsafe(no_mangle)]
extern "C" fn __dcgettext(
    _domain: *const c_char,
    message: *const c_char,
    _category: c_int,
) -> *const c_char {
    message
}

/// See [`__dcgettext`].
#[unsafe(no_mangle)]
extern "C" fn dcgettext(
    domain: *const c_char,
    message: *const c_char,
    category: c_int,
) -> *const c_char {
    __dcgettext(domain, message, category)
}

/// Nothing is written to wide streams.
#[unsafe(no_mangle)]
extern "C" fn __vfwprintf_internal(
    _stream: *mut c_void,
    _format: *const c_void,
    _arguments: *mut c_void,
    _mode: c_uint,
) -> c_int {
    -1
}

/// A fault in the C library.
#[unsafe(no_mangle)]
extern "C" fn __assert_fail(
    _assertion: *const c_char,
    _file: *const c_char,
    _line: c_uint,
    _function: *const c_char,
) -> ! {
    process::abort()
}

/// Called when a stream's functions are none of the C library's own.
#[unsafe(no_mangle)]
extern "C" fn _IO_vtable_check() {
    process::abort()
}

/// Panics abort, and there are no tables to unwind by.
#[unsafe(no_mangle)]
extern "C" fn _Unwind_Resume(_exception: *mut c_void) -> ! {
    process::abort()
}

/// See [`_Unwind_Resume`]: threads are not cancelled.
#[unsafe(no_mangle)]
extern "C" fn __pthread_unwind(_buffer: *mut c_void) -> ! {
    process::abort()
}

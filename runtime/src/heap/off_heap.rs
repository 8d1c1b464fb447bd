//! The list of a heap's terms that hold a reference to something outside it.
//!
//! Shared binaries and magic references carry the address of the next such term of their heap (0 at
//! the end). After a collection the list is walked: terms that were moved stay in it, what the
//! others refer to is released.

use std::mem::ManuallyDrop;
use std::ptr;

use lfec_abi::term as layout;

use super::magic;
use crate::term::binary::SharedBytes;
use crate::term::boxed::kind_of;
use crate::term::{Kind, Term};

/// The word that holds the next term of the list: the fourth after the header of both kinds.
const NEXT: usize = 4;

/// Puts `object` before `first` and returns the new first.
///
/// # Safety
/// `object` is a shared binary or magic reference, in no list.
pub(crate) unsafe fn link(object: *mut u64, first: *mut u64) -> *mut u64 {
    // SAFETY: both kinds have the word.
    unsafe { *object.add(NEXT) = first.expose_provenance() as u64 };
    object
}

/// The term after `object`, or null.
///
/// # Safety
/// `object` is in a list.
unsafe fn next(object: *mut u64) -> *mut u64 {
    // SAFETY: both kinds have the word.
    ptr::with_exposed_provenance_mut(unsafe { *object.add(NEXT) } as usize)
}

/// The list of `first` and behind it that of `second`.
///
/// # Safety
/// Both are lists of living terms.
pub(crate) unsafe fn concatenate(first: *mut u64, second: *mut u64) -> *mut u64 {
    if first.is_null() {
        return second;
    }
    let mut last = first;
    // SAFETY: the caller's promise.
    unsafe {
        loop {
            let after = next(last);
            if after.is_null() {
                break;
            }
            last = after;
        }
        link(last, second);
    }
    first
}

/// Gives back what `object` refers to.
///
/// # Safety
/// `object` is a shared binary or magic reference that is not used any more.
unsafe fn release(object: *mut u64) {
    // SAFETY: the caller's promise; the word holds the reference that is given back here.
    unsafe {
        match kind_of(*object) {
            Kind::SharedBinary => {
                ManuallyDrop::into_inner(SharedBytes::from_word(*object.add(1)));
            }
            _ => magic::release(*object.add(3)),
        }
    }
}

/// Gives back what the terms of a whole list refer to.
///
/// # Safety
/// None of them is used any more.
pub(crate) unsafe fn release_all(first: *mut u64) {
    let mut object = first;
    while !object.is_null() {
        // SAFETY: the caller's promise.
        unsafe {
            let after = next(object);
            release(object);
            object = after;
        }
    }
}

/// Bytes outside the heap that `object` keeps alive.
///
/// # Safety
/// `object` is a shared binary or magic reference.
unsafe fn held_bytes(object: *mut u64) -> usize {
    // SAFETY: the caller's promise.
    unsafe {
        match kind_of(*object) {
            Kind::SharedBinary => SharedBytes::from_word(*object.add(1)).capacity(),
            _ => 0,
        }
    }
}

/// What a sweep leaves: the list of the terms that were moved to the old heap and of the others.
pub(crate) struct Swept {
    pub(crate) young: *mut u64,
    pub(crate) young_bytes: usize,
    pub(crate) old: *mut u64,
    pub(crate) old_bytes: usize,
}

/// Walks the list of terms in from-space: releases those that were not moved, links the others at
/// their new places into two lists, those for which `is_old` into the second.
///
/// # Safety
/// `first` is a list of terms in from-space after a collection.
pub(crate) unsafe fn sweep(first: *mut u64, is_old: impl Fn(*mut u64) -> bool) -> Swept {
    let (young, old) = (ptr::null_mut(), ptr::null_mut());
    let mut swept = Swept { young, young_bytes: 0, old, old_bytes: 0 };
    let mut object = first;
    while !object.is_null() {
        // SAFETY: a moved term has its new term in place of its header and its other words intact.
        unsafe {
            let after = next(object);
            if *object & layout::TAG_MASK == layout::TAG_HEADER {
                release(object);
            } else {
                let moved = Term::raw(*object).pointer();
                let bytes = held_bytes(moved);
                if is_old(moved) {
                    swept.old = link(moved, swept.old);
                    swept.old_bytes += bytes;
                } else {
                    swept.young = link(moved, swept.young);
                    swept.young_bytes += bytes;
                }
            }
            object = after;
        }
    }
    swept
}

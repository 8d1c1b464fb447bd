//! Threads for what can block: file operations. Started when there is work for them, up to
//! [`DIRTY_THREADS`]; they stay.

use std::collections::VecDeque;

use super::DIRTY_THREADS;
use crate::sync::global::{Condvar, Mutex, spawn, wait_while};

/// Something to be done.
pub type Job = Box<dyn FnOnce() + Send>;

struct Pool {
    jobs: VecDeque<Job>,
    threads: usize,
    idle: usize,
}

static POOL: Mutex<Pool> = Mutex::new(Pool { jobs: VecDeque::new(), threads: 0, idle: 0 });
static ADDED: Condvar = Condvar::new();

/// Has a job done by one of the threads; without any it is done here.
pub fn submit(job: Job) {
    let mut pool = POOL.lock();
    pool.jobs.push_back(job);
    if pool.idle < pool.jobs.len() && pool.threads < DIRTY_THREADS {
        pool.threads += usize::from(spawn("file".to_owned(), 1 << 18, run).is_ok());
    }
    if pool.threads == 0 {
        let jobs = std::mem::take(&mut pool.jobs);
        drop(pool);
        jobs.into_iter().for_each(|job| job());
        return;
    }
    drop(pool);
    ADDED.notify_one();
}

fn run() {
    let mut pool = POOL.lock();
    loop {
        pool.idle += 1;
        pool = wait_while(&ADDED, pool, |pool| pool.jobs.is_empty());
        pool.idle -= 1;
        let Some(job) = pool.jobs.pop_front() else { continue };
        drop(pool);
        job();
        pool = POOL.lock();
    }
}

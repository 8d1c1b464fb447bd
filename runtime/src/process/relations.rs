//! What ties a process to others: links, monitors, aliases, timers.
//!
//! **Links.** Both ends note the link, each changed by its own process only. `link` notes it and sends
//! Link; the other end notes it when that arrives. `unlink` marks the note as *unlinking* with a
//! number and sends Unlink; the other end removes its note (unless it is unlinking too, which its own
//! answer ends) and answers Unlinked with the number, which removes the mark. Until then exit signals from the other process are ignored. A new `link`
//! clears the mark and sends Link again, so that the answer to the old number means nothing; a Link
//! that arrives while unlinking is ignored, as the Unlink follows it on the way to the sender. (This
//! is how OTP does it since version 23.)
//!
//! **Monitors** are known by their reference's first word, which is unique. The watcher notes the
//! target; the target notes the watcher.

use super::notes::Notes;
use super::pid::Pid;
use crate::heap::OwnedTerm;
use crate::timer::TimerKey;

/// First word of a reference.
pub type Key = u64;

/// What a process knows of its relations. Most processes have none, so that it is behind a pointer.
#[derive(Default)]
pub struct Relations {
    /// Linked processes; the number of the unlink under way, or 0.
    links: Notes<u32>,
    /// Monitors of this process on others.
    pub monitors: Notes<Monitor>,
    /// Monitors of others on this process.
    pub monitored_by: Notes<MonitoredBy>,
    /// Active aliases.
    pub aliases: Notes<AliasMode>,
    /// Timers set by `send_after` and `start_timer` that send to this process itself.
    pub timers: Vec<TimerKey>,
    /// Number of the last unlink.
    pub last_unlink: u32,
    /// `timers` is pruned when it has grown to this size.
    pub timers_limit: usize,
}

/// A monitor, at its watcher.
pub struct Monitor {
    /// The process watched, if it was there.
    pub target: Option<Pid>,
    /// The name it was watched by, an atom's index.
    pub name: Option<u32>,
}

/// A monitor, at the process watched.
pub struct MonitoredBy {
    /// Who watches.
    pub watcher: Pid,
    /// Words of the reference.
    pub reference: [u64; 2],
    /// The name the process was watched by, an atom's index.
    pub name: Option<u32>,
    /// What to say instead of `'DOWN'`.
    pub tag: Option<OwnedTerm>,
}

/// When an alias ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AliasMode {
    /// By `unalias`.
    Explicit,
    /// By `unalias` or with the monitor that it belongs to.
    Demonitor,
    /// The same, or with the first message through it, which ends the monitor too.
    ReplyDemonitor,
    /// By `unalias` or with the first message through it.
    Reply,
}

impl AliasMode {
    /// Whether the alias goes when its monitor does.
    pub fn ends_with_monitor(self) -> bool {
        matches!(self, AliasMode::Demonitor | AliasMode::ReplyDemonitor)
    }

    /// Whether the alias goes with the first message.
    pub fn ends_with_message(self) -> bool {
        matches!(self, AliasMode::Reply | AliasMode::ReplyDemonitor)
    }
}

impl Relations {
    /// Whether the link to `pid` is there and not about to go.
    pub fn is_linked(&self, pid: Pid) -> bool {
        self.links.get(pid.value()) == Some(&0)
    }

    /// Processes that are linked, without those whose unlink is under way.
    pub fn linked(&self) -> impl Iterator<Item = Pid> {
        let active = self.links.iter().filter(|(_, unlinking)| **unlinking == 0);
        active.map(|(pid, _)| Pid::from_value(pid))
    }

    /// Forgets a link.
    pub fn forget_link(&mut self, pid: Pid) {
        self.links.remove(pid.value());
    }

    /// Notes a link of this process to `pid`; whether Link has to be sent.
    pub fn link(&mut self, pid: Pid) -> bool {
        self.links.insert(pid.value(), 0) != Some(0)
    }

    /// Marks the link as about to go; the number to send, if there is one.
    pub fn unlink(&mut self, pid: Pid) -> Option<u32> {
        let mark = self.links.get_mut(pid.value()).filter(|mark| **mark == 0)?;
        self.last_unlink = self.last_unlink.checked_add(1).unwrap_or(1);
        *mark = self.last_unlink;
        Some(self.last_unlink)
    }

    /// A Link has arrived.
    pub fn linked_by(&mut self, pid: Pid) {
        if self.links.get(pid.value()).is_none() {
            self.links.insert(pid.value(), 0);
        }
    }

    /// An Unlink has arrived.
    pub fn unlinked_by(&mut self, pid: Pid) {
        if self.is_linked(pid) {
            self.links.remove(pid.value());
        }
    }

    /// The answer to an Unlink has arrived.
    pub fn unlink_done(&mut self, pid: Pid, number: u32) {
        if self.links.get(pid.value()) == Some(&number) {
            self.links.remove(pid.value());
        }
    }

    /// An exit signal through a link has arrived; whether it counts.
    pub fn link_broken(&mut self, pid: Pid) -> bool {
        self.links.remove(pid.value()) == Some(0)
    }

    /// Takes away a monitor of this process with the alias that goes with it.
    pub fn remove_monitor(&mut self, key: Key) -> Option<Monitor> {
        if self.aliases.get(key).is_some_and(|mode| mode.ends_with_monitor()) {
            self.aliases.remove(key);
        }
        self.monitors.remove(key)
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;

    const A: Pid = Pid::new(1, 0);
    const B: Pid = Pid::new(2, 0);

    /// Two ends of a link and the signals on their way.
    #[derive(Default)]
    struct Pair {
        a: Relations,
        b: Relations,
        to_a: Vec<(&'static str, u32)>,
        to_b: Vec<(&'static str, u32)>,
    }

    impl Pair {
        fn act(&mut self, side_a: bool, step: u32) {
            let Pair { a, b, to_a, to_b } = self;
            let (me, other, inbox, out) =
                if side_a { (a, B, to_a, to_b) } else { (b, A, to_b, to_a) };
            match step {
                0 if me.link(other) => out.push(("link", 0)),
                1 => out.extend(me.unlink(other).map(|number| ("unlink", number))),
                _ if !inbox.is_empty() => match inbox.remove(0) {
                    ("link", _) => me.linked_by(other),
                    ("unlink", number) => {
                        me.unlinked_by(other);
                        out.push(("unlinked", number));
                    }
                    (_, number) => me.unlink_done(other, number),
                },
                _ => {}
            }
        }
    }

    /// Whatever both ends do and however late signals arrive, in the end they agree.
    #[test]
    fn both_ends_agree_on_a_link() {
        let mut random = 12345u32;
        for _ in 0..20_000 {
            let mut pair = Pair::default();
            for _ in 0..12 {
                random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                pair.act(random >> 16 & 1 == 0, (random >> 20) % 4);
            }
            while !pair.to_a.is_empty() || !pair.to_b.is_empty() {
                pair.act(true, 2);
                pair.act(false, 2);
            }
            assert_eq!(pair.a.is_linked(B), pair.b.is_linked(A));
            assert!(pair.a.links.values().chain(pair.b.links.values()).all(|&mark| mark == 0));
        }
    }
}

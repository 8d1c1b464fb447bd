//! One shard of a hash table: types `set`, `bag` and `duplicate_bag`.
//!
//! Linear hashing (Litwin 1980): the table grows by one bucket at a time, so that no insertion waits for
//! all objects to be moved. Objects with the same key stand together in a node, in the order of their
//! insertion. While a table is fixed no bucket is split, and the node of a deleted key stays, empty, so
//! that a traversal finds its way from there.

use super::object::Object;
use crate::term::Term;
use crate::term::order::exact_equal;

/// A traversal cannot go on from a key that is not there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NoSuchKey;

/// Objects of a key.
pub enum Objects {
    /// One, or none where the key was deleted while the table was fixed.
    Few(Option<Object>),
    /// Several.
    Many(Vec<Object>),
}

impl Objects {
    /// All of them.
    pub fn as_slice(&self) -> &[Object] {
        match self {
            Objects::Few(object) => object.as_slice(),
            Objects::Many(objects) => objects,
        }
    }

    /// All of them, to be changed.
    pub fn as_mut_slice(&mut self) -> &mut [Object] {
        match self {
            Objects::Few(object) => object.as_mut_slice(),
            Objects::Many(objects) => objects,
        }
    }

    /// Adds one at the end.
    pub fn push(&mut self, object: Object) {
        match self {
            Objects::Many(objects) => objects.push(object),
            Objects::Few(few) => match few.take() {
                None => *few = Some(object),
                Some(first) => *self = Objects::Many(vec![first, object]),
            },
        }
    }

    /// Removes those that are `unwanted`; the last of them.
    fn remove(&mut self, unwanted: &mut dyn FnMut(&Object) -> bool) -> Option<Object> {
        match self {
            Objects::Few(few) => few.take_if(|object| unwanted(object)),
            Objects::Many(objects) => objects.extract_if(.., |object| unwanted(object)).last(),
        }
    }

    fn is_empty(&self) -> bool {
        self.as_slice().is_empty()
    }
}

/// What a look-up needs comes first, in one line of the cache.
#[repr(C)]
struct Node {
    hash: u32,
    next: Link,
    objects: Objects,
    /// The key of an empty node lives in the last object that was deleted from it.
    ghost: Option<Box<Object>>,
}

type Link = Option<Box<Node>>;

impl Node {
    fn key(&self, key_position: usize) -> Term {
        match self.objects.as_slice().first().or(self.ghost.as_deref()) {
            Some(object) => object.key(key_position),
            None => Term::NIL,
        }
    }
}

/// Buckets with nodes.
pub struct Shard {
    buckets: Vec<Link>,
    /// Nodes.
    count: usize,
    key_position: usize,
}

const FIRST_BUCKETS: usize = 8;

impl Shard {
    /// An empty shard for tuples with their keys at `key_position`.
    pub fn new(key_position: usize) -> Shard {
        let buckets = (0..FIRST_BUCKETS).map(|_| None).collect();
        Shard { buckets, count: 0, key_position }
    }

    fn bucket(&self, hash: u32) -> usize {
        // Buckets below the largest power of two that fits are addressed with one bit more if they
        // have been split.
        let mask = self.buckets.len().next_power_of_two() - 1;
        let bucket = hash as usize & mask;
        if bucket < self.buckets.len() { bucket } else { bucket & (mask >> 1) }
    }

    fn node(&self, hash: u32, key: Term) -> Option<&Node> {
        let mut link = self.buckets[self.bucket(hash)].as_deref();
        while let Some(node) = link {
            if node.hash == hash && exact_equal(node.key(self.key_position), key) {
                return Some(node);
            }
            link = node.next.as_deref();
        }
        None
    }

    fn node_mut(&mut self, hash: u32, key: Term) -> Option<&mut Node> {
        let (bucket, key_position) = (self.bucket(hash), self.key_position);
        let mut link = self.buckets[bucket].as_deref_mut();
        while let Some(node) = link {
            if node.hash == hash && exact_equal(node.key(key_position), key) {
                return Some(node);
            }
            link = node.next.as_deref_mut();
        }
        None
    }

    /// Objects of a key.
    pub fn get(&self, hash: u32, key: Term) -> &[Object] {
        self.node(hash, key).map_or(&[], |node| node.objects.as_slice())
    }

    /// Lets `change` change the objects of a key, if it has any. It does not remove them all.
    pub fn change<R>(
        &mut self,
        hash: u32,
        key: Term,
        change: impl FnOnce(&mut Objects) -> R,
    ) -> Option<R> {
        let node = self.node_mut(hash, key).filter(|node| !node.objects.is_empty())?;
        let result = change(&mut node.objects);
        debug_assert!(!node.objects.is_empty());
        Some(result)
    }

    /// Removes the objects of a key that are `unwanted`; `fixed` says that the table is.
    pub fn remove(
        &mut self,
        hash: u32,
        key: Term,
        fixed: bool,
        unwanted: &mut dyn FnMut(&Object) -> bool,
    ) {
        let Some(node) = self.node_mut(hash, key) else { return };
        let removed = node.objects.remove(unwanted);
        if !node.objects.is_empty() {
            return;
        }
        if fixed {
            node.ghost = removed.map(Box::new).or(node.ghost.take());
        } else {
            self.remove_empty(hash);
        }
    }

    /// Takes empty nodes out of a hash's bucket.
    fn remove_empty(&mut self, hash: u32) {
        let bucket = self.bucket(hash);
        self.count -= purge(&mut self.buckets[bucket]);
    }

    /// Takes all empty nodes out.
    pub fn purge(&mut self) {
        for bucket in &mut self.buckets {
            self.count -= purge(bucket);
        }
    }

    /// Objects of a key, for one to be added; a new key gets a node.
    pub fn entry(&mut self, hash: u32, key: Term, fixed: bool) -> &mut Objects {
        if self.node(hash, key).is_none() {
            if !fixed && self.count >= self.buckets.len() {
                self.split();
            }
            let bucket = self.bucket(hash);
            let next = self.buckets[bucket].take();
            let objects = Objects::Few(None);
            self.buckets[bucket] = Some(Box::new(Node { next, hash, ghost: None, objects }));
            self.count += 1;
            // The new node has no key yet: it is the first of its bucket.
            return match &mut self.buckets[bucket] {
                Some(node) => &mut node.objects,
                None => unreachable!("just put there"),
            };
        }
        match self.node_mut(hash, key) {
            Some(node) => {
                // An object with the same key comes.
                node.ghost = None;
                &mut node.objects
            }
            None => unreachable!("just found"),
        }
    }

    /// Adds a bucket, which gets its part of the nodes of the one that has had them.
    fn split(&mut self) {
        let added = self.buckets.len();
        self.buckets.push(None);
        let half = added.next_power_of_two() >> u32::from(!added.is_power_of_two());
        let mut link = self.buckets[added - half].take();
        while let Some(mut node) = link {
            link = node.next.take();
            let bucket = self.bucket(node.hash);
            node.next = self.buckets[bucket].take();
            self.buckets[bucket] = Some(node);
        }
    }

    /// Number of buckets.
    pub fn bucket_count(&self) -> usize {
        self.buckets.len()
    }

    /// The objects in a bucket.
    pub fn in_bucket(&self, bucket: usize) -> impl Iterator<Item = &Object> {
        let mut link = self.buckets.get(bucket).and_then(Option::as_deref);
        std::iter::from_fn(move || {
            let node = link?;
            link = node.next.as_deref();
            Some(node.objects.as_slice())
        })
        .flatten()
    }

    /// Removes all objects that are `unwanted`.
    pub fn remove_all(&mut self, fixed: bool, unwanted: &mut dyn FnMut(&Object) -> bool) {
        for bucket in &mut self.buckets {
            let mut link = bucket.as_deref_mut();
            while let Some(node) = link {
                let removed = node.objects.remove(unwanted);
                if node.objects.is_empty() {
                    node.ghost = removed.map(Box::new).or(node.ghost.take());
                }
                link = node.next.as_deref_mut();
            }
            if !fixed {
                self.count -= purge(bucket);
            }
        }
    }

    /// Calls `change` with each object, which it may replace by one with the same key.
    pub fn change_all(&mut self, change: &mut dyn FnMut(&mut Object)) {
        for bucket in &mut self.buckets {
            let mut link = bucket.as_deref_mut();
            while let Some(node) = link {
                node.objects.as_mut_slice().iter_mut().for_each(&mut *change);
                link = node.next.as_deref_mut();
            }
        }
    }

    /// The first key at or after a bucket.
    pub fn first_from(&self, bucket: usize) -> Option<&Object> {
        (bucket..self.buckets.len()).find_map(|bucket| self.in_bucket(bucket).next())
    }

    /// The first object of the key after `key`; `Err` if there is no node for `key`.
    pub fn after(&self, hash: u32, key: Term) -> Result<Option<&Object>, NoSuchKey> {
        let mut link = self.node(hash, key).ok_or(NoSuchKey)?.next.as_deref();
        while let Some(node) = link {
            if let Some(object) = node.objects.as_slice().first() {
                return Ok(Some(object));
            }
            link = node.next.as_deref();
        }
        Ok(self.first_from(self.bucket(hash) + 1))
    }
}

/// Takes empty nodes out of a bucket; how many.
fn purge(mut link: &mut Link) -> usize {
    let mut count = 0;
    loop {
        match link {
            None => return count,
            Some(node) if node.objects.is_empty() => {
                *link = node.next.take();
                count += 1;
            }
            Some(node) => link = &mut node.next,
        }
    }
}

impl Drop for Shard {
    fn drop(&mut self) {
        // One after the other: dropping a long chain as a whole would recurse.
        for bucket in &mut self.buckets {
            while let Some(mut node) = bucket.take() {
                *bucket = node.next.take();
            }
        }
    }
}

//! Tables: objects by key, of the four types.
//!
//! The objects of a hash table are in shards by hash, each with a lock; those of an ordered one are in
//! a B-tree under one lock. Every operation takes the locks it needs for as long as it lasts, so that
//! it happens as a whole; several shards are locked in their order. A table that is made for
//! concurrent writing has many shards, others one.

use std::collections::BTreeMap;
use std::ops::Bound;

use super::hash::{NoSuchKey, Objects, Shard};
use super::object::Object;
use crate::heap::OwnedTerm;
use crate::process::pid::Pid;
use crate::shared::sort::sort_by_key;
use crate::sync::global::{AtomicI64, AtomicU64, AtomicUsize, Mutex, Ordering, RwLock};
use crate::term::hash::key_hash;
use crate::term::order::{compare, exact_equal};
use crate::term::{Atom, Term};

/// Types of tables.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// One object for a key.
    Set,
    /// The same, in term order; keys are equal as with `==`.
    OrderedSet,
    /// Several different objects for a key.
    Bag,
    /// Several objects for a key.
    DuplicateBag,
}

/// Who may do what.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Protection {
    /// Everybody reads and writes.
    Public,
    /// Everybody reads, the owner writes.
    Protected,
    /// The owner reads and writes.
    Private,
}

/// What a table is made with.
pub struct Options {
    /// Its type.
    pub kind: Kind,
    /// Who may do what.
    pub protection: Protection,
    /// Whether it is known by its name.
    pub is_named: bool,
    /// Place of the key, from 0.
    pub key_position: usize,
    /// Who gets it when its owner ends, and with what data.
    pub heir: Option<(Pid, OwnedTerm)>,
    /// As given.
    pub write_concurrency: Term,
    /// As given.
    pub read_concurrency: bool,
    /// As given.
    pub decentralized_counters: bool,
    /// As given; objects are not compressed.
    pub is_compressed: bool,
}

/// A key in a tree. It lies in the object that it leads to.
struct TreeKey(Term);

impl PartialEq for TreeKey {
    fn eq(&self, other: &TreeKey) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for TreeKey {}

impl PartialOrd for TreeKey {
    fn partial_cmp(&self, other: &TreeKey) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for TreeKey {
    fn cmp(&self, other: &TreeKey) -> std::cmp::Ordering {
        compare(self.0, other.0)
    }
}

type Tree = BTreeMap<TreeKey, Object>;

enum Content {
    Hash(Box<[RwLock<Shard>]>),
    Tree(RwLock<Tree>),
}

// SAFETY: keys of a tree are terms of objects in the same tree, which move with it; objects may be
// read from any thread.
unsafe impl Send for Content {}
// SAFETY: as above.
unsafe impl Sync for Content {}

/// A table.
pub struct Table {
    /// Words of its reference.
    pub reference: [u64; 2],
    name: AtomicU64,
    /// What it was made with; the heir may change.
    pub options: Options,
    /// The heir, if it was changed.
    pub heir: Mutex<Option<(Pid, OwnedTerm)>>,
    owner: AtomicU64,
    size: AtomicI64,
    words: AtomicI64,
    fixations: Mutex<crate::shared::hash::Table<Pid, usize>>,
    fixed: AtomicUsize,
    content: Content,
}

/// Shards of a table for concurrent writing.
const SHARDS: usize = 32;

/// Where a traversal of a table stands.
#[derive(Clone, Copy, Debug)]
pub enum Position {
    /// Hash table: at the start of this shard's bucket.
    Bucket(usize, usize),
    /// Tree: behind this key, a term that outlives the traversal's step, or at the start.
    After(Option<Term>),
    /// Tree, in descending order: before this key, or at the end.
    Before(Option<Term>),
}

impl Table {
    /// An empty table.
    pub fn new(reference: [u64; 2], name: Atom, mut options: Options, owner: Pid) -> Table {
        let key_position = options.key_position;
        let content = match options.kind {
            Kind::OrderedSet => Content::Tree(RwLock::new(Tree::new())),
            _ => {
                let count = if options.write_concurrency == Term::FALSE { 1 } else { SHARDS };
                let shard = |_| RwLock::new(Shard::new(key_position));
                Content::Hash((0..count).map(shard).collect())
            }
        };
        Table {
            reference,
            name: AtomicU64::new(u64::from(name.index())),
            heir: Mutex::new(options.heir.take()),
            options,
            owner: AtomicU64::new(owner.value()),
            size: AtomicI64::new(0),
            words: AtomicI64::new(0),
            fixations: Mutex::new(crate::shared::hash::Table::default()),
            fixed: AtomicUsize::new(0),
            content,
        }
    }

    /// Its name.
    pub fn name(&self) -> Atom {
        Atom::from_index(self.name.load(Ordering::Relaxed) as u32)
    }

    /// Gives it another name.
    pub fn set_name(&self, name: Atom) {
        self.name.store(u64::from(name.index()), Ordering::Relaxed);
    }

    /// Its owner.
    pub fn owner(&self) -> Pid {
        Pid::from_value(self.owner.load(Ordering::Relaxed))
    }

    /// Gives it another owner.
    pub fn set_owner(&self, owner: Pid) {
        self.owner.store(owner.value(), Ordering::Relaxed);
    }

    /// Number of objects.
    pub fn len(&self) -> usize {
        self.size.load(Ordering::Relaxed).max(0) as usize
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Words it takes, roughly.
    pub fn words(&self) -> usize {
        self.words.load(Ordering::Relaxed).max(0) as usize + TABLE_WORDS
    }

    /// Whether it is in term order.
    pub fn is_ordered(&self) -> bool {
        self.options.kind == Kind::OrderedSet
    }

    fn is_fixed(&self) -> bool {
        self.fixed.load(Ordering::Relaxed) > 0
    }

    fn count(&self, objects: i64, words: i64) {
        self.size.fetch_add(objects, Ordering::Relaxed);
        self.words.fetch_add(words, Ordering::Relaxed);
    }

    fn count_added(&self, object: &Object) {
        self.count(1, object.words() as i64);
    }

    fn count_removed(&self, object: &Object) {
        self.count(-1, -(object.words() as i64));
    }

    fn key(&self, object: &Object) -> Term {
        object.key(self.options.key_position)
    }

    /// Shard number and hash of a key.
    fn place(shards: &[RwLock<Shard>], key: Term) -> (usize, u32) {
        let hash = key_hash(key, 0);
        // The shard is taken from the high bits; buckets use the low ones.
        (((u64::from(hash) * shards.len() as u64) >> 32) as usize, hash)
    }

    /// Inserts objects, all at once; with `only_new` none if there is one with the key of any.
    pub fn insert(&self, objects: Vec<Object>, only_new: bool) -> bool {
        match &self.content {
            Content::Tree(tree) => self.insert_in_tree(&mut tree.write(), objects, only_new),
            Content::Hash(shards) => self.insert_in_shards(shards, objects, only_new),
        }
    }

    fn insert_in_tree(&self, tree: &mut Tree, objects: Vec<Object>, only_new: bool) -> bool {
        if only_new && objects.iter().any(|object| tree.contains_key(&TreeKey(self.key(object)))) {
            return false;
        }
        for object in objects {
            self.count_added(&object);
            // The old key lies in the old object: both have to go.
            if let Some((_, old)) = tree.remove_entry(&TreeKey(self.key(&object))) {
                self.count_removed(&old);
            }
            tree.insert(TreeKey(self.key(&object)), object);
        }
        true
    }

    fn insert_in_shards(
        &self,
        shards: &[RwLock<Shard>],
        objects: Vec<Object>,
        only_new: bool,
    ) -> bool {
        if let [object] = &objects[..] {
            let (shard, hash) = Self::place(shards, self.key(object));
            let mut shard = shards[shard].write();
            return self.insert_in_shard(&mut shard, hash, objects, only_new);
        }
        let places: Vec<(usize, u32)> =
            objects.iter().map(|object| Self::place(shards, self.key(object))).collect();
        let mut wanted: Vec<usize> = places.iter().map(|place| place.0).collect();
        sort_by_key(&mut wanted, |shard| *shard);
        wanted.dedup();
        let mut guards: Vec<_> = wanted.iter().map(|&shard| shards[shard].write()).collect();
        let guard_of = |shard: usize| wanted.binary_search(&shard).unwrap_or(0);
        let is_there = |(object, place): (&Object, &(usize, u32))| {
            !guards[guard_of(place.0)].get(place.1, self.key(object)).is_empty()
        };
        if only_new && objects.iter().zip(&places).any(is_there) {
            return false;
        }
        for (object, (shard, hash)) in objects.into_iter().zip(places) {
            let guard = &mut guards[guard_of(shard)];
            let held = guard.entry(hash, self.key(&object), self.is_fixed());
            self.insert_among(held, object);
        }
        true
    }

    /// Inserts objects of one hash.
    fn insert_in_shard(
        &self,
        shard: &mut Shard,
        hash: u32,
        objects: Vec<Object>,
        only_new: bool,
    ) -> bool {
        for object in objects {
            if only_new && !shard.get(hash, self.key(&object)).is_empty() {
                return false;
            }
            let held = shard.entry(hash, self.key(&object), self.is_fixed());
            self.insert_among(held, object);
        }
        true
    }

    /// Inserts an object among those of its key.
    fn insert_among(&self, held: &mut Objects, object: Object) {
        match self.options.kind {
            Kind::Set | Kind::OrderedSet => {
                held.as_slice().iter().for_each(|old| self.count_removed(old));
                self.count_added(&object);
                *held = Objects::Few(Some(object));
            }
            Kind::Bag
                if held.as_slice().iter().any(|old| exact_equal(old.term(), object.term())) => {}
            Kind::Bag | Kind::DuplicateBag => {
                self.count_added(&object);
                held.push(object);
            }
        }
    }

    /// Calls `read` with the objects of a key.
    pub fn lookup<R>(&self, key: Term, read: impl FnOnce(&[Object]) -> R) -> R {
        match &self.content {
            Content::Tree(tree) => {
                let tree = tree.read();
                read(tree.get(&TreeKey(key)).map_or(&[], std::slice::from_ref))
            }
            Content::Hash(shards) => {
                let (shard, hash) = Self::place(shards, key);
                read(shards[shard].read().get(hash, key))
            }
        }
    }

    /// Changes the object of a key in a table with one for each, or inserts `default` and changes
    /// that. `change` gives the new object, or none to leave it as it is.
    pub fn update<R>(
        &self,
        key: Term,
        default: Option<Object>,
        change: impl FnOnce(&Object) -> (Option<Object>, R),
    ) -> Option<R> {
        match &self.content {
            Content::Tree(tree) => {
                let mut tree = tree.write();
                let old = tree.remove_entry(&TreeKey(key)).map(|(_, old)| old);
                old.iter().for_each(|old| self.count_removed(old));
                let object = old.or(default)?;
                let (new, result) = change(&object);
                let object = new.unwrap_or(object);
                self.count_added(&object);
                tree.insert(TreeKey(self.key(&object)), object);
                Some(result)
            }
            Content::Hash(shards) => {
                let (shard, hash) = Self::place(shards, key);
                let mut shard = shards[shard].write();
                if shard.get(hash, key).is_empty() {
                    let object = default?;
                    let (new, result) = change(&object);
                    let object = new.unwrap_or(object);
                    let held = shard.entry(hash, self.key(&object), self.is_fixed());
                    self.insert_among(held, object);
                    return Some(result);
                }
                shard.change(hash, key, |held| {
                    let (new, result) = change(&held.as_slice()[0]);
                    if let Some(new) = new {
                        self.insert_among(held, new);
                    }
                    result
                })
            }
        }
    }

    /// Removes the objects of a key that are `unwanted`.
    pub fn remove(&self, key: Term, unwanted: &mut dyn FnMut(&Object) -> bool) {
        let mut unwanted = self.counting(unwanted);
        match &self.content {
            Content::Tree(tree) => {
                let mut tree = tree.write();
                if tree.get(&TreeKey(key)).is_some_and(&mut unwanted) {
                    tree.remove_entry(&TreeKey(key));
                }
            }
            Content::Hash(shards) => {
                let (shard, hash) = Self::place(shards, key);
                shards[shard].write().remove(hash, key, self.is_fixed(), &mut unwanted);
            }
        }
    }

    /// `unwanted`, which counts what it says.
    fn counting<'a>(
        &'a self,
        unwanted: &'a mut dyn FnMut(&Object) -> bool,
    ) -> impl FnMut(&Object) -> bool + 'a {
        move |object| {
            let goes = unwanted(object);
            if goes {
                self.count_removed(object);
            }
            goes
        }
    }

    /// Removes all objects that are `unwanted`.
    pub fn remove_all(&self, unwanted: &mut dyn FnMut(&Object) -> bool) {
        let mut unwanted = self.counting(unwanted);
        match &self.content {
            Content::Tree(tree) => tree.write().retain(|_, object| !unwanted(object)),
            Content::Hash(shards) => {
                for shard in shards {
                    shard.write().remove_all(self.is_fixed(), &mut unwanted);
                }
            }
        }
    }

    /// Goes through all objects; `change` gives a new one, with the same key, for each to be replaced.
    pub fn replace_all(&self, change: &mut dyn FnMut(&Object) -> Option<Object>) {
        match &self.content {
            Content::Tree(tree) => {
                let mut tree = tree.write();
                let mut replaced = Vec::new();
                tree.retain(|_, object| match change(object) {
                    Some(new) => {
                        self.count_removed(object);
                        replaced.push(new);
                        false
                    }
                    None => true,
                });
                self.insert_in_tree(&mut tree, replaced, false);
            }
            Content::Hash(shards) => {
                for shard in shards {
                    shard.write().change_all(&mut |object| {
                        if let Some(new) = change(object) {
                            self.count_removed(object);
                            self.count_added(&new);
                            *object = new;
                        }
                    });
                }
            }
        }
    }

    /// Goes through the objects from a position on, until `visit` returns false; for hash tables always
    /// to the end of a bucket. Where to go on, unless the end was reached: for a tree the key of the
    /// last object visited, copied by `copy_key`.
    pub fn scan(
        &self,
        from: Position,
        visit: &mut dyn FnMut(&Object) -> bool,
        copy_key: &mut dyn FnMut(Term) -> Term,
    ) -> Option<Position> {
        match (&self.content, from) {
            (Content::Hash(shards), Position::Bucket(shard, bucket)) => {
                scan_shards(shards, shard, bucket, visit)
            }
            (Content::Hash(shards), _) => scan_shards(shards, 0, 0, visit),
            (Content::Tree(tree), Position::Before(key)) => {
                let tree = tree.read();
                let end = key.map_or(Bound::Unbounded, |key| Bound::Excluded(TreeKey(key)));
                let mut objects = tree.range((Bound::Unbounded, end)).rev().map(|(_, o)| o);
                let last = objects.find(|object| !visit(object))?;
                objects.next()?;
                Some(Position::Before(Some(copy_key(self.key(last)))))
            }
            (Content::Tree(tree), position) => {
                let tree = tree.read();
                let start = match position {
                    Position::After(Some(key)) => Bound::Excluded(TreeKey(key)),
                    _ => Bound::Unbounded,
                };
                let mut objects = tree.range((start, Bound::Unbounded)).map(|(_, o)| o);
                let last = objects.find(|object| !visit(object))?;
                objects.next()?;
                Some(Position::After(Some(copy_key(self.key(last)))))
            }
        }
    }

    /// Calls `read` with the first object, or the last if `backwards` and the table is ordered.
    pub fn first<R>(&self, backwards: bool, read: impl FnOnce(&Object) -> R) -> Option<R> {
        match &self.content {
            Content::Tree(tree) => {
                let tree = tree.read();
                let entry = if backwards { tree.last_key_value() } else { tree.first_key_value() };
                entry.map(|(_, object)| read(object))
            }
            Content::Hash(shards) => first_in(shards, 0, read),
        }
    }

    /// Calls `read` with the first object of the key after `key`, or before it if `backwards` and the
    /// table is ordered. `Err` if a hash table does not have `key`.
    pub fn next<R>(
        &self,
        key: Term,
        backwards: bool,
        read: impl FnOnce(&Object) -> R,
    ) -> Result<Option<R>, NoSuchKey> {
        match &self.content {
            Content::Tree(tree) => {
                let tree = tree.read();
                let bound = Bound::Excluded(TreeKey(key));
                let entry = if backwards {
                    tree.range((Bound::Unbounded, bound)).next_back()
                } else {
                    tree.range((bound, Bound::Unbounded)).next()
                };
                Ok(entry.map(|(_, object)| read(object)))
            }
            Content::Hash(shards) => {
                let (number, hash) = Self::place(shards, key);
                let shard = shards[number].read();
                if let Some(object) = shard.after(hash, key)? {
                    return Ok(Some(read(object)));
                }
                drop(shard);
                Ok(first_in(shards, number + 1, read))
            }
        }
    }

    /// Fixes the table for a process once more, or once less; false if it had not fixed it.
    pub fn fix(&self, process: Pid, fix: bool) -> bool {
        let mut fixations = self.fixations.lock();
        if fix {
            *fixations.entry(process).or_default() += 1;
            self.fixed.fetch_add(1, Ordering::Relaxed);
            return true;
        }
        let Some(count) = fixations.get_mut(&process) else { return false };
        *count -= 1;
        if *count == 0 {
            fixations.remove(&process);
        }
        let last = self.fixed.fetch_sub(1, Ordering::Relaxed) == 1;
        drop(fixations);
        if last {
            self.purge();
        }
        true
    }

    /// Ends all fixations by a process.
    pub fn unfix_all(&self, process: Pid) {
        while self.fix(process, false) {}
    }

    /// The processes that have fixed the table, and how often.
    pub fn fixations(&self) -> Vec<(Pid, usize)> {
        self.fixations.lock().iter().map(|(pid, count)| (*pid, *count)).collect()
    }

    fn purge(&self) {
        if let Content::Hash(shards) = &self.content {
            for shard in shards {
                let mut shard = shard.write();
                if !self.is_fixed() {
                    shard.purge();
                }
            }
        }
    }

    /// Number of buckets of a hash table.
    pub fn bucket_count(&self) -> Option<usize> {
        match &self.content {
            Content::Hash(shards) => Some(shards.iter().map(|s| s.read().bucket_count()).sum()),
            Content::Tree(_) => None,
        }
    }

    /// The position of a hash table's bucket among all, counted from 0.
    pub fn nth_bucket(&self, mut number: usize) -> Option<Position> {
        let Content::Hash(shards) = &self.content else { return None };
        for (index, shard) in shards.iter().enumerate() {
            let count = shard.read().bucket_count();
            if number < count {
                return Some(Position::Bucket(index, number));
            }
            number -= count;
        }
        None
    }
}

/// Words of an empty table, roughly.
const TABLE_WORDS: usize = 60;

fn scan_shards(
    shards: &[RwLock<Shard>],
    mut number: usize,
    mut bucket: usize,
    visit: &mut dyn FnMut(&Object) -> bool,
) -> Option<Position> {
    while let Some(shard) = shards.get(number) {
        let shard = shard.read();
        while bucket < shard.bucket_count() {
            let mut go_on = true;
            for object in shard.in_bucket(bucket) {
                go_on &= visit(object);
            }
            bucket += 1;
            if !go_on {
                return Some(Position::Bucket(number, bucket));
            }
        }
        (number, bucket) = (number + 1, 0);
    }
    None
}

fn first_in<R>(
    shards: &[RwLock<Shard>],
    from: usize,
    read: impl FnOnce(&Object) -> R,
) -> Option<R> {
    for shard in shards.get(from..)? {
        if let Some(object) = shard.read().first_from(0) {
            return Some(read(object));
        }
    }
    None
}

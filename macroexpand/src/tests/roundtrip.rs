//! Printed modules are LFE again, and normalised code stays as it is.

use super::expand;
use crate::print_module;

/// A program with a bit of everything.
pub(super) const PROGRAM: &str = r#"
(defmodule shop "A shop."
  (export (total 1) (run 0) (parse 1) (serve 1))
  (behaviour gen_server)
  (vsn 1 2)
  (on_load (run 0)))

(defrecord item name (price 0) (count (length "x")))
(defmacro unless (test . body) `(if ,test 'false (progn ,@body)))

(defun total
  "What all items cost."
  ((()) 0)
  (((cons (= (match-item price p) i) rest)) (when (> (item-count i) 0 -1))
   (+ (* p (item-count i)) (total rest) 0))
  (((cons _ rest)) (total rest)))

(defun run ()
  (let* ((a (make-item name "a" price 2))
         (b (set-item-price a 7)))
    (unless (< 1 2 (item-price b))
      (io:format "~p~n" (list (total `(,a ,b ,@(list a)))))
      'done)))

(defun parse (bits)
  (case bits
    ((binary (n (size 16)) (rest bytes (size n)) (_ bits)) `#(ok ,n ,rest))
    (#"GET" 'get)
    ((= (list* a _) (++ "ab" more)) (when (is_integer a)) more)
    (`#M(key ,v other "x") v)
    (other (error `#(bad ,other)))))

(defun serve (state)
  (receive
    (`#(add ,x) (when (not (is_list x)))
     (serve (cons x state)))
    ('stop
     (try (lists:map (match-lambda ((1) 'one) ((n) n)) state)
       (case (l (lc ((<- x l) (=/= x 1 2)) x)))
       (catch (`#(error ,r ,_) r))
       (after 'ok)))
    (after 1000
      (fletrec ((even? ((0) 'true) ((n) (odd? (- n 1))))
                (odd? ((0) 'false) ((n) (even? (- n 1)))))
        (cond ((?= (tuple 'ok v) (maybe (?= (list v) state) (tuple 'ok v))) v)
              ((even? (length state)) #'run/0)
              (else (binary "abc" (1.5 float))))))))
"#;

#[test]
fn printed_modules_expand_to_themselves() {
    let first = expand(PROGRAM);
    assert_eq!(first.messages(), Vec::<String>::new());
    let [mut module] = <[_; 1]>::try_from(first.expansion.modules).unwrap();
    // Every module gets this function again.
    let is_own = |name: lfec_base::Symbol| name.as_str() != "__info__";
    module.functions.retain(|function| is_own(function.name));
    module.exports.retain(|(name, _)| is_own(*name));
    let printed = print_module(&module);
    let second = expand(&printed);
    assert_eq!(second.messages(), Vec::<String>::new());
    let [mut again] = <[_; 1]>::try_from(second.expansion.modules).unwrap();
    again.functions.retain(|function| is_own(function.name));
    again.exports.retain(|(name, _)| is_own(*name));
    assert_eq!(print_module(&again), printed);
    assert_eq!(again.documentation.as_deref(), Some("A shop."));
    assert_eq!(again.functions[0].documentation.as_deref(), Some("What all items cost."));
    assert_eq!(again.on_load, Some(("run".into(), 0)));
}

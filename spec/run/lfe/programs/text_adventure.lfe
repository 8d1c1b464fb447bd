;; A small state machine for a text adventure: rooms as data, commands parsed, an inventory, a script of moves.
(defmodule text_adventure
  (export (main 0)))

(defun rooms ()
  '#M(hall #M(text "a hall" exits #M(north library east kitchen) things (lamp))
      library #M(text "a library" exits #M(south hall) things (book key))
      kitchen #M(text "a kitchen" exits #M(west hall) things ())))

(defrecord game (room 'hall) (rooms (rooms)) (bag ()) (moves 0))

(defun command (line)
  (case (string:lexemes line " ")
    ('("look") 'look)
    ((list "go" way) (tuple 'go (list_to_atom way)))
    ((list "take" thing) (tuple 'take (list_to_atom thing)))
    ((list* "drop" (cons thing _)) (tuple 'drop (list_to_atom thing)))
    ('("bag") 'bag)
    (_ (tuple 'unknown line))))

(defun here (g) (map-get (game-rooms g) (game-room g)))

(defun things (g) (map-get (here g) 'things))

(defun set-things (g l)
  (set-game-rooms g (map-update (game-rooms g) (game-room g) (map-update (here g) 'things l))))

(defun act
  (('look g) (tuple (++ "You are in " (map-get (here g) 'text) (if (== (things g) ()) "" (io_lib:format " with ~p" (list (things g))))) g))
  (((tuple 'go way) g)
   (case (map-get (here g) 'exits)
     ((= (map) exits) (cond ((?= (tuple 'ok to) (maps:find way exits)) (act 'look (set-game g room to moves (+ 1 (game-moves g)))))
                            (else (tuple "No way there" g))))))
  (((tuple 'take thing) g)
   (if (lists:member thing (things g))
     (tuple "Taken" (set-game-bag (set-things g (lists:delete thing (things g))) (cons thing (game-bag g))))
     (tuple "Not here" g)))
  (((tuple 'drop thing) g)
   (if (lists:member thing (game-bag g))
     (tuple "Dropped" (set-game-bag (set-things g (cons thing (things g))) (lists:delete thing (game-bag g))))
     (tuple "You have none" g)))
  (('bag g) (tuple (io_lib:format "~p" (list (game-bag g))) g))
  (((tuple 'unknown line) g) (tuple (list "What is " line "?") g)))

(defun main ()
  (let ((end (lists:foldl
               (lambda (line g)
                 (let (((tuple text g2) (act (command line) g)))
                   (io:format "> ~s~n~s~n" (list line text))
                   g2))
               (make-game)
               '("look" "take lamp" "go north" "take book" "take sword" "go west" "go south" "drop book" "look" "bag" "dance now" "go east"))))
    (io:format "~p moves, ~p~n" (list (game-moves end) (game-room end)))))

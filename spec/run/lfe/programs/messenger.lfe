;; A messenger: users log on at a server, send messages, log off; all processes of one node.
(defmodule messenger
  (export (main 0)))

(defun server (users)
  (receive
    ((tuple from 'logon name)
     (if (lists:keymember name 2 users)
       (progn (! from #(messenger stop user-exists)) (server users))
       (progn (! from #(messenger logged-on)) (server (cons (tuple from name) users)))))
    ((tuple from 'logoff) (! from #(messenger logged-off)) (server (lists:keydelete from 1 users)))
    ((tuple from 'message to text)
     (case (tuple (lists:keyfind from 1 users) (lists:keyfind to 2 users))
       ((tuple 'false _) (! from #(messenger stop not-logged-on)))
       ((tuple _ 'false) (! from #(messenger receiver-not-found)))
       ((tuple (tuple _ name) (tuple pid _)) (! pid (tuple 'message-from name text)) (! from #(messenger sent))))
     (server users))
    ((tuple from 'who) (! from (tuple 'users (lists:sort (lc ((<- (tuple _ n) users)) n)))) (server users))))

(defun client (server name script report)
  (! server (tuple (self) 'logon name))
  (receive ((tuple 'messenger what) (io-line report name what)) ((tuple 'messenger 'stop why) (io-line report name why)))
  (lists:foreach
    (match-lambda
      (((tuple 'to user text))
       (! server (tuple (self) 'message user text))
       (receive ((tuple 'messenger a) (io-line report name a)) ((tuple 'messenger 'stop a) (io-line report name a))))
      (('wait) (receive ((tuple 'message-from from text) (io-line report name (list from text))))))
    script)
  (! server (tuple (self) 'logoff))
  (receive ((tuple 'messenger a) (io-line report name a)))
  (! report (tuple 'done name)))

(defun io-line (report name what) (! report (tuple 'line name what)))

(defun collect
  ((0 acc) acc)
  ((n acc)
   (receive
     ((tuple 'line name what) (collect n (maps:update_with name (lambda (l) (++ l (list what))) (list what) acc)))
     ((tuple 'done _) (collect (- n 1) acc)))))

(defun wait-for (server users)
  (! server (tuple (self) 'who))
  (receive ((tuple 'users l) (if (=:= l users) 'ok (wait-for server users)))))

(defun main ()
  (let ((server (spawn (lambda () (server ())))) (me (self)))
    (spawn (lambda () (client server 'ann '(wait #(to bob "hello back") #(to nobody "x")) me)))
    (wait-for server '(ann))
    (spawn (lambda () (client server 'bob '(#(to ann "hello") wait) me)))
    (lists:foreach (match-lambda (((tuple k v)) (io:format "~p ~p~n" (list k v)))) (lists:sort (maps:to_list (collect 2 #M()))))))

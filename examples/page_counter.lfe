;; A counter that a gen_server keeps, behind a page with buttons.
;;
;;   lfec build --target web page_counter.lfe -o counter
;;
;; and serve the folder: `python3 -m http.server -d counter`.
(defmodule page_counter
  (behaviour gen_server)
  (export (main 0) (init 1) (handle_call 3) (handle_cast 2) (handle_info 2)))

(defun main ()
  (let* ((`#(ok ,server) (gen_server:start_link (MODULE) 0 ()))
         (body (web:find "body"))
         (shown (web:append body (web:create "h1"))))
    (web:set_attribute shown "id" "count")
    (button body "up" "+1")
    (button body "down" "-1")
    (show shown (gen_server:call server 'value))
    (loop server shown)))

(defun button (body name label)
  (let ((button (web:append body (web:create "button"))))
    (web:set_attribute button "id" name)
    (web:set_text button label)
    (web:on button "click" (list_to_atom name))))

;; The page's events are messages like any other.
(defun loop (server shown)
  (receive
    (`#(web up ,_) (show shown (gen_server:call server #(add 1))))
    (`#(web down ,_) (show shown (gen_server:call server #(add -1)))))
  (loop server shown))

(defun show (element value)
  (web:set_text element value))

(defun init (start) `#(ok ,start))

(defun handle_call
  (('value _ value) `#(reply ,value ,value))
  ((`#(add ,n) _ value) (let ((new (+ value n))) `#(reply ,new ,new))))

(defun handle_cast (_ value) `#(noreply ,value))
(defun handle_info (_ value) `#(noreply ,value))

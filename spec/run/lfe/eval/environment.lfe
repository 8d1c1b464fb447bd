;; Environments of lfe_env: variables, functions, macros and records added, looked up, folded, merged.
;; not-on: beam
;; (the BEAM has no module lfe_env)
(defmodule environment
  (export (main 0)))

(defun main ()
  (let* ((e0 (lfe_env:new))
         (e1 (lfe_env:add_vbindings '(#(x 1) #(y 2)) e0))
         (e2 (lfe_env:add_vbinding 'x 10 e1))
         (e3 (lfe_env:add_fbinding 'f 2 '(lambda (a b) a) e2))
         (e4 (lfe_env:add_mbinding 'm '(lambda (args env) args) e3))
         (e5 (lfe_env:add_ibinding 'lists 'reverse 1 'rev e4)))
    (show (list (lfe_env:get_vbinding 'x e1) (lfe_env:get_vbinding 'x e2) (lfe_env:get_vbinding 'z e2)))
    (show (list (lfe_env:is_vbound 'y e5) (lfe_env:is_vbound 'z e5) (lfe_env:fetch_vbinding 'y e5)))
    (show (list (lfe_env:is_fbound 'f 2 e5) (lfe_env:is_fbound 'f 1 e5) (lfe_env:get_fbinding 'f 2 e5) (lfe_env:get_fbinding 'rev 1 e5)))
    (show (list (lfe_env:is_mbound 'm e5) (lfe_env:get_mbinding 'm e5) (lfe_env:get_mbinding 'f e5)))
    (show (lists:sort (lfe_env:fold_vars (lambda (n v acc) (cons (tuple n v) acc)) () e5)))
    (show (lfe_env:get_vbinding 'x (lfe_env:add_env e1 (lfe_env:del_vbinding 'x e2))))
    (show (lfe_env:get_vbinding 'x (lfe_env:del_vbinding 'x e1)))))

(defun show (x) (lfe_io:format "~w~n" (list x)))

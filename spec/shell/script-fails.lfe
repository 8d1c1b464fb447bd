(io:format "before~n")
(lists:nth 3 '())
(io:format "never~n")

%% Tests and groups of tests, taken apart by eunit_tree and run by eunit_run.
%%
%% test: timeout in milliseconds. group: tests is a description of tests, or with a context
%% perhaps a function that makes it of what the set-up returned; spawn is local or undefined;
%% order is undefined, inorder or {inparallel, Count}, where 0 is as many as there are.
-record(test, {function, source, title, line = 0, timeout}).
-record(group, {title, tests, order, timeout, spawn, context = none}).

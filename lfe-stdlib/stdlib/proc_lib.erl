%% Written by the behaviours engineer right now
-module(proc_lib).

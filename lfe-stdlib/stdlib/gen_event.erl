%% Written by the behaviours engineer right now
-module(gen_event).

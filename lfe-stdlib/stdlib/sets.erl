%% Written by the behaviours engineer right now
-module(sets).

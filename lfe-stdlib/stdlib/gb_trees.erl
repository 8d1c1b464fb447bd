%% Written by the behaviours engineer right now
-module(gb_trees).

%% Written by the behaviours engineer right now
-module(application_controller).

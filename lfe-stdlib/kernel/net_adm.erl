%% Other nodes as seen from a program that is one of its own: there are none.
-module(net_adm).

-export([ping/1, names/0, names/1, localhost/0, world/0, world/1, world_list/1, world_list/2]).
-export([host_file/0, dns_hostname/1]).

%% No node can be reached.
ping(Node) when is_atom(Node) -> pang.

%% There is nobody to ask for names.
names() -> {error, address}.

%% The same on another host.
names(_Host) -> {error, address}.

%% The name of the host.
localhost() ->
    case file:read_file("/proc/sys/kernel/hostname") of
        {ok, Name} -> string:trim(binary_to_list(Name));
        {error, _} -> "localhost"
    end.

%% There is no file of hosts.
world() -> exit({error, enoent}).

%% The same.
world(_Verbosity) -> exit({error, enoent}).

%% No nodes on any hosts.
world_list(Hosts) when is_list(Hosts) -> [].

%% The same.
world_list(Hosts, _Verbosity) when is_list(Hosts) -> [].

%% There is no file of hosts.
host_file() -> {error, enoent}.

%% Names are not looked up.
dns_hostname(Host) -> {error, Host}.

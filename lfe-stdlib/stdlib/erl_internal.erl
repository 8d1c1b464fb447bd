%% What the language knows of itself: its operators, guard functions and the functions of module
%% erlang that can be called without its name.
-module(erl_internal).

-export([bif/2, bif/3, guard_bif/2, type_test/2, new_type_test/2, old_type_test/2]).
-export([arith_op/2, bool_op/2, comp_op/2, list_op/2, send_op/2, op_type/2]).

%% Can a function of module erlang be called without the module's name?
bif(erlang, Name, Arity) -> bif(Name, Arity);
bif(_, _, _) -> false.

%% Can the function be called without a module's name?
bif(Name, Arity) -> lists:member(Arity, arities(Name)) orelse guard_bif(Name, Arity).

%% Can the function, type tests among them, be called in guards?
guard_bif(Name, Arity) ->
    new_type_test(Name, Arity) orelse lists:member(Arity, guard_arities(Name)).

%% Is it a type test, new or old?
type_test(Name, Arity) -> new_type_test(Name, Arity) orelse old_type_test(Name, Arity).

%% Is it a type test whose name begins with is_?
new_type_test(Name, 1) ->
    lists:member(Name, [is_atom, is_binary, is_bitstring, is_boolean, is_float, is_function,
                        is_integer, is_list, is_map, is_number, is_pid, is_port, is_record,
                        is_reference, is_tuple]);
new_type_test(is_function, 2) -> true;
new_type_test(is_record, Arity) -> Arity =:= 2 orelse Arity =:= 3;
new_type_test(_, _) -> false.

%% Is it one of the type tests of old programs?
old_type_test(Name, 1) ->
    lists:member(Name, [integer, float, number, atom, list, tuple, pid, reference, port, binary,
                        record, function]);
old_type_test(record, 2) -> true;
old_type_test(_, _) -> false.

guard_arities(binary_part) -> [2, 3];
guard_arities(node) -> [0, 1];
guard_arities(self) -> [0];
guard_arities(Name) ->
    case lists:member(Name, [abs, bit_size, byte_size, ceil, float, floor, hd, length, map_size,
                             round, size, tl, trunc, tuple_size]) of
        true -> [1];
        false ->
            case lists:member(Name, [element, is_map_key, map_get, max, min]) of
                true -> [2];
                false -> []
            end
    end.

arities(Name) ->
    case lists:keyfind(Name, 1, arity_table()) of
        {_, Arities} -> Arities;
        false -> []
    end.

%% Names with the numbers of arguments they can be called with.
arity_table() ->
    [{alias, [0, 1]}, {apply, [2, 3]}, {atom_to_binary, [1, 2]}, {atom_to_list, [1]},
     {binary_to_atom, [1, 2]}, {binary_to_existing_atom, [1, 2]}, {binary_to_float, [1]},
     {binary_to_integer, [1, 2]}, {binary_to_list, [1, 3]}, {binary_to_term, [1, 2]},
     {bitstring_to_list, [1]}, {check_old_code, [1]}, {check_process_code, [2, 3]}, {date, [0]},
     {delete_module, [1]}, {demonitor, [1, 2]}, {disconnect_node, [1]}, {erase, [0, 1]},
     {error, [1, 2, 3]}, {exit, [1, 2]}, {float_to_binary, [1, 2]}, {float_to_list, [1, 2]},
     {garbage_collect, [0, 1, 2]}, {get, [0, 1]}, {get_keys, [0, 1]}, {group_leader, [0, 2]},
     {halt, [0, 1, 2]}, {integer_to_binary, [1, 2]}, {integer_to_list, [1, 2]},
     {iolist_size, [1]}, {iolist_to_binary, [1]}, {is_alive, [0]}, {is_process_alive, [1]},
     {link, [1]}, {list_to_atom, [1]}, {list_to_binary, [1]}, {list_to_bitstring, [1]},
     {list_to_existing_atom, [1]}, {list_to_float, [1]}, {list_to_integer, [1, 2]},
     {list_to_pid, [1]}, {list_to_port, [1]}, {list_to_ref, [1]}, {list_to_tuple, [1]},
     {load_module, [2]}, {make_ref, [0]}, {module_loaded, [1]}, {monitor, [2, 3]},
     {monitor_node, [2]}, {nodes, [0, 1, 2]}, {now, [0]}, {open_port, [2]},
     {pid_to_list, [1]}, {port_close, [1]}, {port_command, [2, 3]}, {port_connect, [2]},
     {port_control, [3]}, {port_to_list, [1]}, {pre_loaded, [0]}, {process_flag, [2, 3]},
     {process_info, [1, 2]}, {processes, [0]}, {purge_module, [1]}, {put, [2]},
     {ref_to_list, [1]}, {register, [2]}, {registered, [0]}, {setelement, [3]},
     {spawn, [1, 2, 3, 4]}, {spawn_link, [1, 2, 3, 4]}, {spawn_monitor, [1, 2, 3, 4]},
     {spawn_opt, [2, 3, 4, 5]}, {spawn_request, [1, 2, 3, 4, 5]}, {spawn_request_abandon, [1]},
     {split_binary, [2]}, {statistics, [1]}, {term_to_binary, [1, 2]},
     {term_to_iovec, [1, 2]}, {throw, [1]}, {time, [0]}, {tuple_to_list, [1]},
     {unalias, [1]}, {unlink, [1]}, {unregister, [1]}, {whereis, [1]}].

%% Is it an operator on numbers?
arith_op(Name, 1) -> lists:member(Name, ['+', '-', 'bnot']);
arith_op(Name, 2) ->
    lists:member(Name, ['+', '-', '*', '/', 'div', 'rem', 'band', 'bor', 'bxor', 'bsl', 'bsr']);
arith_op(_, _) -> false.

%% Is it an operator on truth values?
bool_op('not', 1) -> true;
bool_op(Name, 2) -> lists:member(Name, ['and', 'or', 'xor']);
bool_op(_, _) -> false.

%% Does it compare?
comp_op(Name, 2) -> lists:member(Name, ['==', '/=', '=<', '<', '>=', '>', '=:=', '=/=']);
comp_op(_, _) -> false.

%% Is it an operator on lists?
list_op(Name, 2) -> Name =:= '++' orelse Name =:= '--';
list_op(_, _) -> false.

%% Does it send?
send_op(Name, Arity) -> Name =:= '!' andalso Arity =:= 2.

%% The kind of an operator: arith, bool, comp, list or send; fails for others.
op_type(Name, Arity) ->
    Kinds = [{arith, fun arith_op/2}, {bool, fun bool_op/2}, {comp, fun comp_op/2},
             {list, fun list_op/2}, {send, fun send_op/2}],
    case [Kind || {Kind, Is} <- Kinds, Is(Name, Arity)] of
        [Kind] -> Kind;
        [] -> error(function_clause, [Name, Arity])
    end.

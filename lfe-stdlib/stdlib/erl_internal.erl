%% What the compiler knows of the functions of module erlang: which of them are called without the
%% module name, are allowed in guards, or are operators.
-module(erl_internal).

-export([bif/2, bif/3, guard_bif/2, type_test/2, arith_op/2, bool_op/2, comp_op/2, list_op/2]).
-export([send_op/2, op_type/2, old_bif/2, is_type/2, new_type_test/2, old_type_test/2]).

%% Is it a function of erlang that is called without the module name?
bif(Name, Arity) -> listed(Name, Arity, bifs()).

%% Is Module:Name/Arity such a function?
bif(erlang, Name, Arity) -> bif(Name, Arity);
bif(_, _, _) -> false.

%% Is it a function that may be called in a guard?
guard_bif(Name, Arity) -> listed(Name, Arity, guard_bifs()).

%% Is it a function that was called without the module name before R14?
old_bif(Name, Arity) -> listed(Name, Arity, old_bifs()).

listed(Name, Arity, Table) ->
    case Table of
        #{Name := Arities} -> lists:member(Arity, Arities);
        #{} -> false
    end.

%% Is it a test of a type, for guards?
type_test(float, 1) -> true;
type_test(is_map_key, 2) -> false;
type_test(Name, Arity) ->
    case atom_to_list(Name) of
        "is_" ++ _ -> guard_bif(Name, Arity);
        _ -> false
    end.

%% Is it a test of a type by its name in guards of today?
new_type_test(Name, Arity) -> type_test(Name, Arity) andalso Name =/= float.

%% Is it a test of a type by its old name: the type's own?
old_type_test(Name, Arity) ->
    Names = [integer, float, number, atom, list, tuple, pid, reference, port, binary, function],
    Arity =:= 1 andalso lists:member(Name, Names)
        orelse Name =:= record andalso (Arity =:= 2 orelse Arity =:= 3).

%% Is it a type of the language, not one that a module defines?
is_type(Name, Arity) -> listed(Name, Arity, types()).

%% Is it an operator on numbers?
arith_op(Name, Arity) -> operator(Name, Arity) =:= arith.

%% Is it an operator on truth values?
bool_op(Name, Arity) -> operator(Name, Arity) =:= bool.

%% Is it a comparison?
comp_op(Name, Arity) -> operator(Name, Arity) =:= comp.

%% Is it an operator on lists?
list_op(Name, Arity) -> operator(Name, Arity) =:= list.

%% Is it the operator that sends a message?
send_op(Name, Arity) -> operator(Name, Arity) =:= send.

%% What kind of operator is it: arith, bool, comp, list or send?
op_type(Name, Arity) ->
    case operator(Name, Arity) of
        none -> error(function_clause, [Name, Arity]);
        Type -> Type
    end.

operator(Name, 1) when Name =:= '+'; Name =:= '-'; Name =:= 'bnot' -> arith;
operator('not', 1) -> bool;
operator('!', 2) -> send;
operator(Name, 2) when Name =:= '++'; Name =:= '--' -> list;
operator(Name, 2) when Name =:= 'and'; Name =:= 'or'; Name =:= 'xor' -> bool;
operator(Name, 2) when Name =:= '=='; Name =:= '/='; Name =:= '=<'; Name =:= '<';
                       Name =:= '>='; Name =:= '>'; Name =:= '=:='; Name =:= '=/=' -> comp;
operator(Name, 2) when Name =:= '+'; Name =:= '-'; Name =:= '*'; Name =:= '/'; Name =:= 'div';
                       Name =:= 'rem'; Name =:= 'band'; Name =:= 'bor'; Name =:= 'bxor';
                       Name =:= 'bsl'; Name =:= 'bsr' -> arith;
operator(_, _) -> none.

bifs() ->
    #{abs => [1], alias => [0, 1], apply => [2, 3], atom_to_binary => [1, 2], atom_to_list => [1],
      binary_part => [2, 3], binary_to_atom => [1, 2], binary_to_existing_atom => [1, 2],
      binary_to_float => [1], binary_to_integer => [1, 2], binary_to_list => [1, 3],
      binary_to_term => [1, 2], bit_size => [1], bitstring_to_list => [1], byte_size => [1],
      ceil => [1], check_old_code => [1], check_process_code => [2, 3], date => [0],
      delete_module => [1], demonitor => [1, 2], disconnect_node => [1], element => [2],
      erase => [0, 1], error => [1, 2, 3], exit => [1, 2], float => [1],
      float_to_binary => [1, 2], float_to_list => [1, 2], floor => [1],
      garbage_collect => [0, 1, 2], get => [0, 1], get_keys => [0, 1], group_leader => [0, 2],
      halt => [0, 1, 2], hd => [1], integer_to_binary => [1, 2], integer_to_list => [1, 2],
      iolist_size => [1], iolist_to_binary => [1], is_alive => [0], is_atom => [1],
      is_binary => [1], is_bitstring => [1], is_boolean => [1], is_float => [1],
      is_function => [1, 2], is_integer => [1], is_list => [1], is_map => [1], is_map_key => [2],
      is_number => [1], is_pid => [1], is_port => [1], is_process_alive => [1],
      is_record => [2, 3], is_reference => [1], is_tuple => [1], length => [1], link => [1],
      list_to_atom => [1], list_to_binary => [1], list_to_bitstring => [1],
      list_to_existing_atom => [1], list_to_float => [1], list_to_integer => [1, 2],
      list_to_pid => [1], list_to_port => [1], list_to_ref => [1], list_to_tuple => [1],
      load_module => [2], make_ref => [0], map_get => [2], map_size => [1], max => [2],
      min => [2], module_loaded => [1], monitor => [2, 3], monitor_node => [2], node => [0, 1],
      nodes => [0, 1, 2], now => [0], open_port => [2], pid_to_list => [1], port_close => [1],
      port_command => [2, 3], port_connect => [2], port_control => [3], port_to_list => [1],
      pre_loaded => [0], process_flag => [2, 3], process_info => [1, 2], processes => [0],
      purge_module => [1], put => [2], ref_to_list => [1], register => [2], registered => [0],
      round => [1], self => [0], setelement => [3], size => [1], spawn => [1, 2, 3, 4],
      spawn_link => [1, 2, 3, 4], spawn_monitor => [1, 2, 3, 4], spawn_opt => [2, 3, 4, 5],
      spawn_request => [1, 2, 3, 4, 5], spawn_request_abandon => [1], split_binary => [2],
      statistics => [1], term_to_binary => [1, 2], term_to_iovec => [1, 2], throw => [1],
      time => [0], tl => [1], trunc => [1], tuple_size => [1], tuple_to_list => [1],
      unalias => [1], unlink => [1], unregister => [1], whereis => [1]}.

guard_bifs() ->
    #{abs => [1], binary_part => [2, 3], bit_size => [1], byte_size => [1], ceil => [1],
      element => [2], float => [1], floor => [1], hd => [1], is_atom => [1], is_binary => [1],
      is_bitstring => [1], is_boolean => [1], is_float => [1], is_function => [1, 2],
      is_integer => [1], is_list => [1], is_map => [1], is_map_key => [2], is_number => [1],
      is_pid => [1], is_port => [1], is_record => [2, 3], is_reference => [1], is_tuple => [1],
      length => [1], map_get => [2], map_size => [1], node => [0, 1], round => [1], self => [0],
      size => [1], tl => [1], trunc => [1], tuple_size => [1]}.

old_bifs() ->
    #{abs => [1], apply => [2, 3], atom_to_binary => [2], atom_to_list => [1],
      binary_to_atom => [2], binary_to_existing_atom => [2], binary_to_list => [1, 3],
      binary_to_term => [1], bit_size => [1], bitstring_to_list => [1], byte_size => [1],
      check_process_code => [2], date => [0], delete_module => [1], disconnect_node => [1],
      element => [2], erase => [0, 1], exit => [1, 2], float => [1], float_to_list => [1],
      garbage_collect => [0, 1], get => [0, 1], get_keys => [1], group_leader => [0, 2],
      halt => [0, 1], hd => [1], integer_to_list => [1], iolist_size => [1],
      iolist_to_binary => [1], is_alive => [0], is_atom => [1], is_binary => [1],
      is_bitstring => [1], is_boolean => [1], is_float => [1], is_function => [1, 2],
      is_integer => [1], is_list => [1], is_number => [1], is_pid => [1], is_port => [1],
      is_process_alive => [1], is_record => [2, 3], is_reference => [1], is_tuple => [1],
      length => [1], link => [1], list_to_atom => [1], list_to_binary => [1],
      list_to_bitstring => [1], list_to_existing_atom => [1], list_to_float => [1],
      list_to_integer => [1], list_to_pid => [1], list_to_tuple => [1], load_module => [2],
      make_ref => [0], module_loaded => [1], monitor_node => [2], node => [0, 1], nodes => [0, 1],
      now => [0], open_port => [2], pid_to_list => [1], port_close => [1], port_command => [2],
      port_connect => [2], port_control => [3], pre_loaded => [0], process_flag => [2, 3],
      process_info => [1, 2], processes => [0], purge_module => [1], put => [2], register => [2],
      registered => [0], round => [1], self => [0], setelement => [3], size => [1],
      spawn => [1, 2, 3, 4], spawn_link => [1, 2, 3, 4], spawn_monitor => [1, 3],
      spawn_opt => [2, 3, 4, 5], split_binary => [2], statistics => [1], term_to_binary => [1, 2],
      throw => [1], time => [0], tl => [1], trunc => [1], tuple_size => [1], tuple_to_list => [1],
      unlink => [1], unregister => [1], whereis => [1]}.

types() ->
    #{any => [0], arity => [0], atom => [0], binary => [0], bitstring => [0], bool => [0],
      boolean => [0], byte => [0], char => [0], float => [0], function => [0], identifier => [0],
      integer => [0], iodata => [0], iolist => [0], list => [0, 1], map => [0],
      maybe_improper_list => [0, 2], mfa => [0], module => [0], neg_integer => [0], nil => [0],
      no_return => [0], node => [0], non_neg_integer => [0], none => [0],
      nonempty_binary => [0], nonempty_bitstring => [0], nonempty_improper_list => [2],
      nonempty_list => [0, 1], nonempty_maybe_improper_list => [0, 2], nonempty_string => [0],
      number => [0], pid => [0], port => [0], pos_integer => [0], reference => [0],
      string => [0], term => [0], timeout => [0], tuple => [0]}.

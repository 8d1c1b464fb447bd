%% Annotations of tokens and abstract forms: a location (line, or {Line, Column}) alone, or a
%% property list of location, file, generated, record and text.
-module(erl_anno).

-export([new/1, is_anno/1, to_term/1, from_term/1]).
-export([column/1, line/1, location/1, end_location/1, file/1, generated/1, record/1, text/1]).
-export([set_file/2, set_generated/2, set_line/2, set_location/2, set_record/2, set_text/2]).

-export_type([anno/0, location/0, line/0, column/0, anno_term/0, text/0]).

-type line() :: non_neg_integer().
-type column() :: pos_integer().
-type location() :: line() | {line(), column()}.
-type text() :: string().
-type anno() :: location() | [{atom(), term()}, ...].
-type anno_term() :: term().

-define(IS_LINE(L), (is_integer(L) andalso L >= 0)).
-define(IS_COLUMN(C), (is_integer(C) andalso C >= 1)).

%% An annotation with nothing but a location.
-spec new(location()) -> anno().
new(Line) when ?IS_LINE(Line) -> Line;
new({Line, Column} = Location) when ?IS_LINE(Line), ?IS_COLUMN(Column) -> Location;
new(Location) -> error(badarg, [Location]).

%% Whether a term is an annotation.
-spec is_anno(term()) -> boolean().
is_anno(Line) when ?IS_LINE(Line) -> true;
is_anno({Line, Column}) -> ?IS_LINE(Line) andalso ?IS_COLUMN(Column);
is_anno([_ | _] = Properties) -> is_properties(Properties);
is_anno(_) -> false.

is_properties([]) -> true;
is_properties([Property | Rest]) -> is_property(Property) andalso is_properties(Rest);
is_properties(_) -> false.

is_property({file, File}) -> is_text(File);
is_property({generated, Bool}) -> is_boolean(Bool);
is_property({record, Bool}) -> is_boolean(Bool);
is_property({text, Text}) -> is_text(Text);
is_property({location, [_ | _]}) -> false;
is_property({location, Location}) -> is_anno(Location);
is_property(_) -> false.

is_text(Text) -> io_lib:char_list(Text).

%% The term that stands for an annotation in files.
-spec to_term(anno()) -> anno_term().
to_term(Anno) -> Anno.

%% The annotation that a term stands for.
-spec from_term(anno_term()) -> anno().
from_term(Line) when is_integer(Line), Line < 0 ->
    set_generated(true, new(-Line));
from_term(Term) ->
    Term.

%% The column, or undefined.
-spec column(anno()) -> column() | undefined.
column(Anno) ->
    case location_of(Anno) of
        {_, Column} -> Column;
        _ -> undefined
    end.

%% The line.
-spec line(anno()) -> line().
line(Anno) ->
    case location_of(Anno) of
        {Line, _} -> Line;
        Line -> Line
    end.

%% The location: a line, or a line and a column.
-spec location(anno()) -> location().
location(Anno) -> location_of(Anno).

location_of(Line) when ?IS_LINE(Line) -> Line;
location_of({Line, Column} = Location) when ?IS_LINE(Line), ?IS_COLUMN(Column) -> Location;
location_of(Anno) -> property(location, checked(Anno)).

%% Where the text ends, or undefined if the text is not known.
-spec end_location(anno()) -> location() | undefined.
end_location(Anno) ->
    case text(Anno) of
        undefined -> undefined;
        Text -> behind(Text, location(Anno))
    end.

behind([], Location) -> Location;
behind([$\n | Rest], {Line, _}) -> behind(Rest, {Line + 1, 1});
behind([$\n | Rest], Line) -> behind(Rest, Line + 1);
behind([_ | Rest], {Line, Column}) -> behind(Rest, {Line, Column + 1});
behind([_ | Rest], Line) -> behind(Rest, Line).

%% The file, or undefined.
-spec file(anno()) -> file:filename() | undefined.
file(Anno) -> property(file, properties(Anno)).

%% Whether the code was generated: compilers warn less about it.
-spec generated(anno()) -> boolean().
generated(Anno) -> property(generated, properties(Anno)) =:= true.

%% Whether it comes from a record's expansion.
-spec record(anno()) -> boolean().
record(Anno) -> property(record, properties(Anno)) =:= true.

%% The text of the token, or undefined.
-spec text(anno()) -> text() | undefined.
text(Anno) -> property(text, properties(Anno)).

%% With another file.
-spec set_file(file:filename(), anno()) -> anno().
set_file(File, Anno) -> set(file, File, Anno).

%% With or without the mark of generated code.
-spec set_generated(boolean(), anno()) -> anno().
set_generated(Generated, Anno) -> set(generated, Generated, Anno).

%% With another line, in the same column.
-spec set_line(line(), anno()) -> anno().
set_line(Line, Anno) ->
    case location_of(Anno) of
        {_, Column} -> set_location({Line, Column}, Anno);
        _ -> set_location(Line, Anno)
    end.

%% With another location.
-spec set_location(location(), anno()) -> anno().
set_location(Location, Anno) when is_integer(Anno); is_tuple(Anno) ->
    case is_anno(Anno) of
        true -> new(Location);
        false -> error(badarg, [Location, Anno])
    end;
set_location(Location, Anno) ->
    set(location, Location, Anno).

%% With or without the mark of a record's expansion.
-spec set_record(boolean(), anno()) -> anno().
set_record(Record, Anno) -> set(record, Record, Anno).

%% With another text.
-spec set_text(text(), anno()) -> anno().
set_text(Text, Anno) -> set(text, Text, Anno).

set(Name, Value, Anno) ->
    case is_property({Name, Value}) of
        true -> shorten(put_property(Name, Value, properties(Anno)));
        false -> error(badarg, [Value, Anno])
    end.

%% Marks that say no are left out.
put_property(Name, false, Properties) -> lists:keydelete(Name, 1, Properties);
put_property(Name, Value, Properties) -> lists:keystore(Name, 1, Properties, {Name, Value}).

shorten([{location, Location}]) -> Location;
shorten(Properties) -> Properties.

properties(Anno) when is_list(Anno) -> checked(Anno);
properties(Anno) -> [{location, location_of(Anno)}].

checked([_ | _] = Properties) ->
    case is_properties(Properties) of
        true -> Properties;
        false -> error(badarg, [Properties])
    end;
checked(Anno) ->
    error(badarg, [Anno]).

property(Name, Properties) ->
    case lists:keyfind(Name, 1, Properties) of
        {_, Value} -> Value;
        false -> undefined
    end.

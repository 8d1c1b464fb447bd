%% Dates and times of the Gregorian calendar, also before it was introduced. Days are counted from
%% year 0, seconds from the beginning of that year; no leap seconds.
-module(calendar).

-export([date_to_gregorian_days/1, date_to_gregorian_days/3, gregorian_days_to_date/1]).
-export([datetime_to_gregorian_seconds/1, gregorian_seconds_to_datetime/1]).
-export([day_of_the_week/1, day_of_the_week/3, iso_week_number/0, iso_week_number/1]).
-export([is_leap_year/1, last_day_of_the_month/2, valid_date/1, valid_date/3]).
-export([local_time/0, universal_time/0, local_time_to_universal_time/1]).
-export([local_time_to_universal_time/2, local_time_to_universal_time_dst/1]).
-export([universal_time_to_local_time/1, now_to_datetime/1, now_to_universal_time/1]).
-export([now_to_local_time/1, system_time_to_local_time/2, system_time_to_universal_time/2]).
-export([system_time_to_rfc3339/1, system_time_to_rfc3339/2]).
-export([rfc3339_to_system_time/1, rfc3339_to_system_time/2]).
-export([local_time_to_system_time/1, local_time_to_system_time/2]).
-export([universal_time_to_system_time/1, universal_time_to_system_time/2]).
-export([seconds_to_daystime/1, seconds_to_time/1, time_to_seconds/1, time_difference/2]).

-define(DAY, 86400).
-define(DAYS_TO_1970, 719528).
-define(SECONDS_TO_1970, (?DAYS_TO_1970 * ?DAY)).

%% ---------------------------------------------------------------- days

%% The number of days from year 0 to a date.
date_to_gregorian_days({Year, Month, Day}) -> date_to_gregorian_days(Year, Month, Day).

%% The same.
date_to_gregorian_days(Year, Month, Day) when is_integer(Day), Day > 0 ->
    Last = last_day_of_the_month(Year, Month),
    if
        Day =< Last -> days_to_year(Year) + days_to_month(Year, Month) + Day - 1
    end.

days_to_year(0) -> 0;
days_to_year(Year) ->
    Before = Year - 1,
    Year * 365 + Before div 4 - Before div 100 + Before div 400 + 1.

days_to_month(Year, Month) ->
    Leap = case Month > 2 andalso is_leap_year(Year) of
               true -> 1;
               false -> 0
           end,
    element(Month, {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334}) + Leap.

%% The date of a number of days.
gregorian_days_to_date(Days) when is_integer(Days), Days >= 0 ->
    Year = year_of(Days, Days * 400 div 146097),
    {Month, Day} = month_of(Year, 12, Days - days_to_year(Year)),
    {Year, Month, Day}.

%% The estimate is a year wrong at most.
year_of(Days, Year) ->
    case {days_to_year(Year) > Days, days_to_year(Year + 1) > Days} of
        {true, _} -> year_of(Days, Year - 1);
        {false, false} -> year_of(Days, Year + 1);
        {false, true} -> Year
    end.

month_of(Year, Month, Days) ->
    case days_to_month(Year, Month) of
        Before when Before =< Days -> {Month, Days - Before + 1};
        _ -> month_of(Year, Month - 1, Days)
    end.

%% The day of the week: 1 is Monday.
day_of_the_week({Year, Month, Day}) -> day_of_the_week(Year, Month, Day).

%% The same.
day_of_the_week(Year, Month, Day) -> (date_to_gregorian_days(Year, Month, Day) + 5) rem 7 + 1.

%% {Year, Week} of today by ISO 8601.
iso_week_number() ->
    {Date, _} = local_time(),
    iso_week_number(Date).

%% {Year, Week} of a date: a week belongs to the year of its Thursday.
iso_week_number({_, _, _} = Date) ->
    Days = date_to_gregorian_days(Date),
    Thursday = Days - (Days + 5) rem 7 + 3,
    {Year, _, _} = gregorian_days_to_date(Thursday),
    {Year, (Thursday - days_to_year(Year)) div 7 + 1}.

%% Has the year 366 days?
is_leap_year(Year) when is_integer(Year), Year >= 0 ->
    Year rem 4 =:= 0 andalso Year rem 100 =/= 0 orelse Year rem 400 =:= 0.

%% The number of days in a month.
last_day_of_the_month(Year, 2) when is_integer(Year), Year >= 0 ->
    case is_leap_year(Year) of
        true -> 29;
        false -> 28
    end;
last_day_of_the_month(Year, Month)
  when is_integer(Year), Year >= 0, (Month =:= 4 orelse Month =:= 6 orelse Month =:= 9
                                     orelse Month =:= 11) ->
    30;
last_day_of_the_month(Year, Month)
  when is_integer(Year), Year >= 0, is_integer(Month), Month > 0, Month < 13 ->
    31.

%% Is there such a date?
valid_date({Year, Month, Day}) -> valid_date(Year, Month, Day).

%% The same.
valid_date(Year, Month, Day)
  when is_integer(Year), Year >= 0, is_integer(Month), Month > 0, Month < 13, is_integer(Day),
       Day > 0 ->
    Day =< last_day_of_the_month(Year, Month);
valid_date(Year, Month, Day) when is_integer(Year), is_integer(Month), is_integer(Day) -> false.

%% ---------------------------------------------------------------- seconds

%% The number of seconds from year 0 to a date and time.
datetime_to_gregorian_seconds({Date, Time}) ->
    ?DAY * date_to_gregorian_days(Date) + time_to_seconds(Time).

%% The date and time of a number of seconds.
gregorian_seconds_to_datetime(Seconds) when is_integer(Seconds), Seconds >= 0 ->
    {gregorian_days_to_date(Seconds div ?DAY), seconds_to_time(Seconds rem ?DAY)}.

%% The seconds of a time of day.
time_to_seconds({Hour, Minute, Second})
  when is_integer(Hour), is_integer(Minute), is_integer(Second) ->
    Hour * 3600 + Minute * 60 + Second.

%% The time of day of seconds.
seconds_to_time(Seconds) when is_integer(Seconds), Seconds >= 0, Seconds < ?DAY ->
    {Seconds div 3600, Seconds rem 3600 div 60, Seconds rem 60}.

%% {Days, Time of day} of seconds, which may be negative.
seconds_to_daystime(Seconds) when is_integer(Seconds) ->
    Days = case Seconds rem ?DAY < 0 of
               true -> Seconds div ?DAY - 1;
               false -> Seconds div ?DAY
           end,
    {Days, seconds_to_time(Seconds - Days * ?DAY)}.

%% {Days, Time of day} from one date and time to another.
time_difference({{_, _, _}, {_, _, _}} = From, {{_, _, _}, {_, _, _}} = To) ->
    seconds_to_daystime(datetime_to_gregorian_seconds(To) - datetime_to_gregorian_seconds(From)).

%% ---------------------------------------------------------------- clocks and time zones

%% The time here.
local_time() -> erlang:localtime().

%% The time in Greenwich.
universal_time() -> erlang:universaltime().

%% A time here as one in Greenwich.
local_time_to_universal_time(Time) -> erlang:localtime_to_universaltime(Time).

%% The same, where it is told whether there is daylight saving time.
local_time_to_universal_time(Time, IsDst) ->
    erlang:localtime_to_universaltime(Time, IsDst).

%% All times in Greenwich that a time here may be: none in the gap in spring, two in autumn.
local_time_to_universal_time_dst(Time) ->
    Summer = erlang:localtime_to_universaltime(Time, true),
    Winter = erlang:localtime_to_universaltime(Time, false),
    [Universal || Universal <- lists:usort([Summer, Winter]),
                  erlang:universaltime_to_localtime(Universal) =:= Time].

%% A time in Greenwich as one here.
universal_time_to_local_time(Time) -> erlang:universaltime_to_localtime(Time).

%% What erlang:timestamp/0 gives as a time in Greenwich.
now_to_datetime({Mega, Seconds, _Micro}) ->
    system_time_to_universal_time(Mega * 1000000 + Seconds, second).

%% The same.
now_to_universal_time(Now) -> now_to_datetime(Now).

%% What erlang:timestamp/0 gives as a time here.
now_to_local_time({_, _, _} = Now) ->
    erlang:universaltime_to_localtime(now_to_universal_time(Now)).

%% A system time as a time here.
system_time_to_local_time(Time, Unit) ->
    universal_time_to_local_time(system_time_to_universal_time(Time, Unit)).

%% System time, in seconds, of a local time.
local_time_to_system_time(DateTime) -> local_time_to_system_time(DateTime, []).

%% The same in another unit: {unit, Unit}.
local_time_to_system_time(DateTime, Options) ->
    case local_time_to_universal_time_dst(DateTime) of
        [Universal | _] -> universal_time_to_system_time(Universal, Options);
        [] -> error({bad_date_time, DateTime})
    end.

%% System time, in seconds, of a time in UTC.
universal_time_to_system_time(DateTime) -> universal_time_to_system_time(DateTime, []).

%% The same in another unit: {unit, Unit}.
universal_time_to_system_time(DateTime, Options) ->
    Unit = proplists:get_value(unit, Options, second),
    Seconds = datetime_to_gregorian_seconds(DateTime) - ?SECONDS_TO_1970,
    erlang:convert_time_unit(Seconds, second, Unit).

%% A system time as a time in Greenwich.
system_time_to_universal_time(Time, Unit) ->
    Seconds = erlang:convert_time_unit(Time, Unit, second),
    gregorian_seconds_to_datetime(Seconds + ?SECONDS_TO_1970).

%% ---------------------------------------------------------------- RFC 3339

%% A system time in seconds as a text by RFC 3339.
system_time_to_rfc3339(Time) -> system_time_to_rfc3339(Time, []).

%% The same with options: unit, offset (a text, or a number of the unit), time_designator.
system_time_to_rfc3339(Time, Options) ->
    Unit = proplists:get_value(unit, Options, second),
    Given = proplists:get_value(offset, Options, ""),
    Designator = proplists:get_value(time_designator, Options, $T),
    Factor = erlang:convert_time_unit(1, second, Unit),
    Seconds = floor_div(Time, Factor),
    Offset = offset_seconds(Given, Seconds, Factor),
    {{Year, Month, Day}, {Hour, Minute, Second}} =
        gregorian_seconds_to_datetime(Seconds + Offset + ?SECONDS_TO_1970),
    lists:flatten([padded(Year, 4), $-, padded(Month, 2), $-, padded(Day, 2), Designator,
                   padded(Hour, 2), $:, padded(Minute, 2), $:, padded(Second, 2),
                   fraction(Time - Seconds * Factor, Factor), zone(Given, Offset)]).

floor_div(A, B) when A >= 0; A rem B =:= 0 -> A div B;
floor_div(A, B) -> A div B - 1.

offset_seconds("", Seconds, _Factor) ->
    Universal = gregorian_seconds_to_datetime(Seconds + ?SECONDS_TO_1970),
    Local = erlang:universaltime_to_localtime(Universal),
    datetime_to_gregorian_seconds(Local) - datetime_to_gregorian_seconds(Universal);
offset_seconds(Offset, _Seconds, Factor) when is_integer(Offset) -> Offset div Factor;
offset_seconds(Zone, _Seconds, _Factor) when Zone =:= "Z"; Zone =:= "z" -> 0;
offset_seconds([Sign, H1, H2, $:, M1, M2], _Seconds, _Factor) ->
    Seconds = list_to_integer([H1, H2]) * 3600 + list_to_integer([M1, M2]) * 60,
    case Sign of
        $+ -> Seconds;
        $- -> -Seconds
    end.

zone(Given, _Offset) when is_list(Given), Given =/= "" -> Given;
zone(_Given, Offset) ->
    Sign = case Offset < 0 of
               true -> $-;
               false -> $+
           end,
    Minutes = abs(Offset) div 60,
    [Sign, padded(Minutes div 60, 2), $:, padded(Minutes rem 60, 2)].

fraction(_Part, 1) -> "";
fraction(Part, Factor) -> [$. | padded(Part, length(integer_to_list(Factor)) - 1)].

padded(N, Width) -> lists:flatten(io_lib:format("~*..0B", [Width, N])).

%% The system time in seconds of a text by RFC 3339.
rfc3339_to_system_time(Text) -> rfc3339_to_system_time(Text, []).

%% The same in a unit: [{unit, Unit}].
rfc3339_to_system_time(Text, Options) ->
    Unit = proplists:get_value(unit, Options, second),
    Factor = erlang:convert_time_unit(1, second, Unit),
    [Y1, Y2, Y3, Y4, $-, Mo1, Mo2, $-, D1, D2, _Designator, H1, H2, $:, Mi1, Mi2, $:, S1, S2
     | Rest] = Text,
    Date = {list_to_integer([Y1, Y2, Y3, Y4]), list_to_integer([Mo1, Mo2]),
            list_to_integer([D1, D2])},
    Time = {list_to_integer([H1, H2]), list_to_integer([Mi1, Mi2]), list_to_integer([S1, S2])},
    {Digits, Zone} = lists:splitwith(fun(C) -> C =:= $. orelse C >= $0 andalso C =< $9 end, Rest),
    Local = datetime_to_gregorian_seconds({Date, Time}) - ?SECONDS_TO_1970,
    Seconds = Local - offset_seconds(Zone, Local, 1),
    Seconds * Factor + fraction_value(Digits, Factor).

fraction_value([$. | [_ | _] = Digits], Factor) ->
    list_to_integer(Digits) * Factor div pow10(length(Digits));
fraction_value([], _Factor) -> 0.

pow10(0) -> 1;
pow10(N) -> 10 * pow10(N - 1).

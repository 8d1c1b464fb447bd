#!/usr/bin/env perl
# Writes ../stdlib/unicode_data.erl from the Unicode tables that come with Perl.
# The version of Unicode is that of the Perl that runs it (5.36: Unicode 14.0).
use strict;
use warnings;
use feature qw(unicode_strings fc);
use Unicode::UCD qw(prop_invmap);
use Unicode::Normalize qw(NFD NFKD getCombinClass isExclusion isSingleton isNonStDecomp);

my $last = 0x10FFFF;
open(my $out, '>', "$ENV{UNICODE_DATA_OUT}") or die "UNICODE_DATA_OUT: $!";

# Bytes as string literals in a binary, some dozens of bytes to a line.
sub table {
    my ($name, $comment, $bytes) = @_;
    print $out "\n%% $comment\n$name() ->\n    <<";
    my @chunks = $bytes =~ /(.{1,22})/gs;
    print $out join("\n      ", map { '"' . join('', map { escape($_) } split //) . '"' } @chunks);
    print $out ">>.\n";
}

sub escape {
    my $o = ord($_[0]);
    return chr($o) if $o >= 48 && $o <= 57 || $o >= 65 && $o <= 90 || $o >= 97 && $o <= 122;
    return sprintf("\\%03o", $o);
}

sub u24 { my $n = shift; return pack('Cn', $n >> 16, $n & 0xFFFF) }

# Ranges of equal values of a function of code points.
sub ranges {
    my ($fun) = @_;
    my @ranges;
    for my $c (0 .. $last) {
        next if $c >= 0xD800 && $c <= 0xDFFF;
        my $v = $fun->($c);
        next unless defined $v;
        if (@ranges && $ranges[-1][1] == $c - 1 && $ranges[-1][2] == $v) { $ranges[-1][1] = $c }
        else { push @ranges, [$c, $c, $v] }
    }
    return @ranges;
}

# Grapheme break classes; Hangul syllables (LV, LVT) are computed.
my %classes = (CN => 1, EX => 2, ZWJ => 3, RI => 4, PP => 5, SM => 6, L => 7, V => 8, T => 9);
my ($starts, $values) = prop_invmap('GCB');
my $i = 0;
my %aliases = (Control => 'CN', CR => 'CN', LF => 'CN', Extend => 'EX', ZWJ => 'ZWJ',
               Regional_Indicator => 'RI', Prepend => 'PP', SpacingMark => 'SM',
               L => 'L', V => 'V', T => 'T');
my @gcb = ranges(sub {
    my $c = shift;
    $i++ while $i < $#$starts && $starts->[$i + 1] <= $c;
    my $v = $values->[$i];
    return $classes{$aliases{$v}} if exists $aliases{$v};
    return 10 if chr($c) =~ /\p{ExtPict}/;
    return undef;
});
my $bytes = join('', map { u24($_->[0]) . u24($_->[1]) . chr($_->[2]) } @gcb);

print $out <<'HEAD';
%% Unicode tables, written by tools/unicode_tables.pl: do not edit.
%% Each is a binary of entries of one size, in ascending order of code points (24 bits each).
-module(unicode_data).

-export([grapheme_classes/0, uppercase/0, lowercase/0, titlecase/0, casefold/0]).
-export([special_case/2, combining_classes/0, canonical/0, compatible/0, compositions/0]).
HEAD

table('grapheme_classes', 'First, last and the grapheme break class (see unicode_util) in 8 bits.', $bytes);

# Case: runs of code points with one offset and one step (1 or 2); others are special.
my %special;
sub case_table {
    my ($name, $comment, $fun) = @_;
    my @runs;
    for my $c (0 .. $last) {
        next if $c >= 0xD800 && $c <= 0xDFFF;
        my $s = $fun->(chr($c));
        next if $s eq chr($c);
        if (length($s) > 1) { $special{$name}{$c} = $s; next }
        my $d = ord($s) - $c;
        my $r = $runs[-1];
        if ($r && $r->[2] == $d && ($r->[3] ? $c - $r->[1] == $r->[3] : $c - $r->[1] <= 2)) {
            $r->[3] ||= $c - $r->[1];
            $r->[1] = $c;
        } else { push @runs, [$c, $c, $d, 0] }
    }
    table($name, $comment, join('', map { u24($_->[0]) . u24($_->[1]) . u24($_->[2] & 0xFFFFFF)
                                          . chr($_->[3] || 1) } @runs));
}
case_table('uppercase', 'First, last, signed offset, step (8 bits).', sub { uc $_[0] });
case_table('lowercase', 'First, last, signed offset, step (8 bits).', sub { lc $_[0] });
case_table('titlecase', 'First, last, signed offset, step (8 bits).', sub { ucfirst $_[0] });
case_table('casefold', 'First, last, signed offset, step (8 bits).', sub { CORE::fc($_[0]) });

print $out "\n%% Characters that become several.\n";
my @clauses;
for my $name (qw(uppercase lowercase titlecase casefold)) {
    for my $c (sort { $a <=> $b } keys %{$special{$name} || {}}) {
        push @clauses, sprintf("special_case($name, %d) -> [%s]", $c,
                               join(', ', map { ord } split(//, $special{$name}{$c})));
    }
}
print $out join(";\n", @clauses, "special_case(_, _) -> none"), ".\n";

my @ccc = ranges(sub { my $v = getCombinClass($_[0]); return $v ? $v : undef });
table('combining_classes', 'First, last and combining class (8 bits).',
      join('', map { u24($_->[0]) . u24($_->[1]) . chr($_->[2]) } @ccc));

# Decompositions: code point, length, then so many code points; padded to a fixed entry size by
# an index: entries are code point, offset (24 bits) into the text that follows the index.
sub decompositions {
    my ($name, $comment, $fun, $except) = @_;
    my ($index, $text) = ('', '');
    for my $c (0 .. $last) {
        next if $c >= 0xD800 && $c <= 0xDFFF || $c >= 0xAC00 && $c <= 0xD7A3;
        my $d = $fun->(chr($c));
        next if $d eq chr($c) || $except && $except->(chr($c)) eq $d;
        $index .= u24($c) . u24(length($text));
        $text .= chr(length($d)) . join('', map { u24(ord $_) } split(//, $d));
    }
    table($name, $comment, u24(length($index)) . $index . $text);
}
decompositions('canonical', 'Size of an index of code point and offset; then lengths and code points.',
               sub { NFD($_[0]) });
decompositions('compatible', 'The same for compatible decompositions that are not canonical.',
               sub { NFKD($_[0]) }, sub { NFD($_[0]) });

my @pairs;
my ($cps, $maps, $fmt, $missing) = prop_invmap('Decomposition_Mapping');
my ($dts, $dtv) = prop_invmap('Decomposition_Type');
{
    my $d = 0;
    for my $k (0 .. $#$cps) {
        my $m = $maps->[$k];
        next unless ref $m && @$m == 2;
        my $c = $cps->[$k];
        $d++ while $d < $#$dts && $dts->[$d + 1] <= $c;
        next unless $dtv->[$d] eq 'Canonical';
        next if isExclusion($c) || isSingleton($c) || isNonStDecomp($c);
        push @pairs, [$m->[0], $m->[1], $c];
    }
}
@pairs = sort { $a->[0] <=> $b->[0] || $a->[1] <=> $b->[1] } @pairs;
table('compositions', 'First, second, and what they are composed to.',
      join('', map { u24($_->[0]) . u24($_->[1]) . u24($_->[2]) } @pairs));

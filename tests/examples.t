#!/usr/bin/perl
# Every example of the manual and of the README prints what it says.
#
# Examples are the ".Bd -literal" blocks of a page's EXAMPLES and the fenced
# blocks of a Markdown file.  A line "$ command" is run; it goes on over lines
# that end with a backslash, | or &&.  The lines up to the next one are what it
# prints, on both outputs; "..." stands for any number of lines.  Those of a
# page are one shell's, in a copy of the pilot's files.
use strict;
use warnings;
use File::Basename 'dirname';
use File::Temp 'tempdir';

# The blocks of a file: lists of [line number, text].
sub blocks {
	my ($file) = @_;
	my $man = $file !~ /\.md$/;
	my ($section, $in, @blocks) = (!$man, 0);
	open my $fh, '<', $file or die "$file: $!\n";
	while (my $s = <$fh>) {
		chomp $s;
		$section = $1 eq 'EXAMPLES' if $man && $s =~ /^\.Sh (.*)/;
		next unless $section;
		if ($man ? $s =~ /^\.Bd .*-literal/ : !$in && $s =~ /^```/) {
			push @blocks, [];
			$in = 1;
		} elsif ($man ? $s =~ /^\.Ed/ : $s =~ /^```/) {
			$in = 0;
		} elsif ($in) {
			push @{$blocks[-1]}, [$., $man ? plain($s) : $s];
		}
	}
	return @blocks;
}

# What a line of mdoc shows.
sub plain {
	my ($s) = @_;
	my %glyph = (aq => "'", dq => '"', ga => '`', ha => '^', ti => '~',
		rs => '\\');
	$s =~ s/\\(?:\((\w\w)|([e&-]))/
		defined $1 ? $glyph{$1} : { e => '\\', '&' => '', '-' => '-' }->{$2}/ge;
	return $s;
}

# The examples of a block: hashes of line, cmd and want.
sub examples {
	my ($more, @ex) = (0);
	for (@{$_[0]}) {
		my ($line, $s) = @$_;
		if ($more) {
			$ex[-1]{cmd} .= "$s\n";
		} elsif ($s =~ s/^\$ //) {
			push @ex, { line => $line, cmd => "$s\n", want => '' };
		} else {
			return unless @ex;
			$ex[-1]{want} .= "$s\n";
			next;
		}
		$more = $s =~ /(?:\\|\||&&)$/;
	}
	return @ex;
}

sub spit {
	my ($file, $text) = @_;
	open my $fh, '>', $file or die "$file: $!\n";
	print $fh $text;
	close $fh or die "$file: $!\n";
}

sub slurp {
	my ($file) = @_;
	open my $fh, '<', $file or return '';
	local $/;
	return <$fh> // '';
}

my $n = 0;
sub ok {
	my ($good, $what) = @_;
	$what =~ s/#/\\#/g;
	printf "%sok %d - %s\n", $good ? '' : 'not ', ++$n, $what;
	return $good;
}

# Run the examples of a page, in one shell, then look at what each printed.
sub run {
	my ($page, @ex) = @_;
	my $tmp = tempdir(CLEANUP => 1);
	my $i = 0;
	system('cp', '-R', 'tests/data/pilot', "$tmp/pilot") == 0 or die;
	spit("$tmp/sh", join '', "cd '$tmp/pilot'\n",
		map { $i++; "{\n$_->{cmd}} >'$tmp/$i' 2>&1\n" } @ex);
	system 'sh', "$tmp/sh";
	$i = 0;
	for (@ex) {
		my $got = slurp($tmp . '/' . ++$i);
		my $re = join '', map { $_ eq "...\n" ? '(?:.*\n)*?' : quotemeta }
			split /(?<=\n)/, $_->{want};
		my ($cmd) = $_->{cmd} =~ /(.*)/;
		ok(scalar($got =~ /\A$re\z/), "$page:$_->{line}: $cmd") and next;
		spit("$tmp/got", $got);
		spit("$tmp/want", $_->{want});
		print map { "# $_" } `diff -u --label want --label got '$tmp/want' '$tmp/got'`;
	}
}

chdir dirname($0) . '/..' or die;
$| = 1;
for my $page (glob('man/*.[1-9]'), glob('*.md')) {
	my @ex = map { examples($_) } blocks($page);
	ok(scalar @ex, "$page has examples") if $page =~ /\.1$/;
	run($page, @ex) if @ex;
}
print $n ? "1..$n\n" : "1..0 # SKIP no examples\n";

# Perl: signals are taken between its instructions; an interval timer sends hundreds while the library works.
use strict;
use warnings;
use FFI::Platypus 2.00;
use Time::HiRes qw(ualarm);

my ($library, $document) = @ARGV;
my $ffi = FFI::Platypus->new(api => 2, lib => $library);
my $alarms = 0;
$SIG{ALRM} = sub { $alarms++; };
ualarm(500, 500);

$ffi->attach(pulse_code_name => ['sint32'] => 'string');
$ffi->attach(pulse_client_new => ['opaque', 'opaque*', 'opaque'] => 'sint32');
$ffi->attach(pulse_client_free => ['opaque'] => 'void');
$ffi->attach(pulse_get_job => ['opaque', 'string', 'opaque*', 'opaque*'] => 'sint32');
$ffi->attach(pulse_wait_job => ['opaque', 'string', 'opaque', 'opaque*', 'opaque*'] => 'sint32');
$ffi->attach(pulse_job_free => ['opaque'] => 'void');
$ffi->attach(pulse_submit_extract => ['opaque', 'opaque', 'size_t', 'opaque', 'opaque*', 'opaque*'] => 'sint32');
$ffi->attach(pulse_error_code => ['opaque'] => 'sint32');
$ffi->attach(pulse_error_free => ['opaque'] => 'void');

my $client;
pulse_client_new(undef, \$client, undef) == 0 or die "no client\n";
for (1 .. 300) {
    my ($job, $error);
    my $code = pulse_get_job($client, 'a', \$job, \$error);
    $code == 0 or die 'get: ', pulse_code_name($code), "\n";
    pulse_job_free($job);
    my @garbage = map { { number => $_ } } 1 .. 50;
}
print "get OK\n";

my ($job, $error);
print 'wait ', pulse_code_name(pulse_wait_job($client, 'done-1', undef, \$job, \$error)), "\n";
pulse_job_free($job);

my $code = pulse_get_job($client, 'missing', \$job, \$error);
print 'error ', pulse_code_name(pulse_error_code($error)), ' ', $code == pulse_error_code($error) ? 'same' : 'other', "\n";
pulse_error_free($error);

# struct pulse_file: its size, path, data, size, file_name, media_type
my $file = pack('Q6', 48, unpack('Q', pack('p', $document)), 0, 0, 0, 0);
my $response;
print 'upload ', pulse_code_name(pulse_submit_extract($client, undef, 0, unpack('Q', pack('p', $file)), \$response, undef)), "\n";
print $alarms > 0 ? "alarms\n" : "no alarms\n";
# The interpreter takes its handlers away before it ends.
ualarm(0);
# The client is left open: the end of the process must not mind.

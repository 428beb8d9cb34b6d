# Ruby: threads that call at the same time while its collector runs; a handler of its own for USR1.
require 'fiddle'

library, document = ARGV
LIBRARY = Fiddle.dlopen(library)
P = Fiddle::TYPE_VOIDP
INT = Fiddle::TYPE_INT
def function(name, arguments, result) = Fiddle::Function.new(LIBRARY[name], arguments, result)

CODE_NAME = function('pulse_code_name', [INT], P)
CLIENT_NEW = function('pulse_client_new', [P, P, P], INT)
GET_JOB = function('pulse_get_job', [P, P, P, P], INT)
WAIT_JOB = function('pulse_wait_job', [P, P, P, P, P], INT)
JOB_FREE = function('pulse_job_free', [P], Fiddle::TYPE_VOID)
SUBMIT = function('pulse_submit_extract', [P, P, Fiddle::TYPE_SIZE_T, P, P, P], INT)
ERROR_CODE = function('pulse_error_code', [P], INT)
ERROR_FREE = function('pulse_error_free', [P], Fiddle::TYPE_VOID)

def name(code) = CODE_NAME.call(code).to_s
def out = Fiddle::Pointer.malloc(8, Fiddle::RUBY_FREE).tap { |pointer| pointer[0, 8] = [0].pack('Q') }
def value(pointer) = pointer[0, 8].unpack1('Q')

signals = 0
trap('USR1') { signals += 1 }
client_out = out
raise 'no client' unless CLIENT_NEW.call(nil, client_out, nil).zero?

client = value(client_out)
threads = Array.new(4) do
  Thread.new do
    100.times do |i|
      job = out
      code = GET_JOB.call(client, 'a', job, nil)
      raise "get: #{name(code)}" unless code.zero?

      JOB_FREE.call(value(job))
      Process.kill('USR1', Process.pid) if (i % 10).zero?
      GC.start if (i % 50).zero?
    end
  end
end
threads.each(&:join)
puts 'get OK'

job = out
puts "wait #{name(WAIT_JOB.call(client, 'done-1', nil, job, nil))}"
JOB_FREE.call(value(job))

error = out
code = GET_JOB.call(client, 'missing', out, error)
puts "error #{name(ERROR_CODE.call(value(error)))} #{code == ERROR_CODE.call(value(error)) ? 'same' : 'other'}"
ERROR_FREE.call(value(error))

path = Fiddle::Pointer[document]
# struct pulse_file: its size, path, data, size, file_name, media_type
file = [48, path.to_i, 0, 0, 0, 0].pack('Q6')
puts "upload #{name(SUBMIT.call(client, nil, 0, Fiddle::Pointer[file], out, nil))}"
puts signals.positive? ? 'alarms' : 'no alarms'

// Node through koffi: an event loop, its collector, a handler of its own for USR1, and calls on the threads of its pool at the same time.
'use strict';
const koffi = require('koffi');
const util = require('node:util');

const [library, document] = process.argv.slice(2);
const pulse = koffi.load(library);
const File = koffi.struct('pulse_file', {
  struct_size: 'size_t',
  path: 'str',
  data: 'void *',
  size: 'size_t',
  file_name: 'str',
  media_type: 'str',
});
const codeName = pulse.func('const char *pulse_code_name(int32_t code)');
const clientNew = pulse.func('int32_t pulse_client_new(void *options, _Out_ void **out, void *error)');
const getJob = pulse.func('int32_t pulse_get_job(void *client, const char *job_id, _Out_ void **out, _Out_ void **error)');
const waitJob = pulse.func('int32_t pulse_wait_job(void *client, const char *job_id, void *options, _Out_ void **out, void *error)');
const submit = pulse.func('int32_t pulse_submit_extract(void *client, const char *request, size_t size, pulse_file *file, _Out_ void **out, void *error)');
const jobFree = pulse.func('void pulse_job_free(void *job)');
const errorCode = pulse.func('int32_t pulse_error_code(void *failure)');
const errorFree = pulse.func('void pulse_error_free(void *failure)');

let signals = 0;
process.on('SIGUSR1', () => signals++);

async function main() {
  const client = [null];
  if (clientNew(null, client, null) !== 0) throw new Error('no client');
  const getAsync = util.promisify(getJob.async);
  const round = async () => {
    for (let i = 0; i < 100; i++) {
      const job = [null];
      const code = await getAsync(client[0], 'a', job, [null]);
      if (code !== 0) throw new Error('get: ' + codeName(code));
      jobFree(job[0]);
      if (i % 10 === 0) process.kill(process.pid, 'SIGUSR1');
      if (i % 50 === 0) globalThis.gc();
    }
  };
  await Promise.all([round(), round(), round(), round()]);
  console.log('get OK');

  const job = [null];
  console.log('wait ' + codeName(waitJob(client[0], 'done-1', null, job, null)));
  jobFree(job[0]);

  const failure = [null];
  const code = getJob(client[0], 'missing', [null], failure);
  console.log(`error ${codeName(errorCode(failure[0]))} ${code === errorCode(failure[0]) ? 'same' : 'other'}`);
  errorFree(failure[0]);

  const file = { struct_size: koffi.sizeof(File), path: document, data: null, size: 0, file_name: null, media_type: null };
  console.log('upload ' + codeName(submit(client[0], null, 0, file, [null], null)));
  console.log(signals > 0 ? 'alarms' : 'no alarms');
}

main();

/* GET /job/{id} with libcurl and cJSON, one call after another on one connection.
 *
 * usage: PULSE_API_KEY=... curl_cjson BASE_URL JOB_ID COUNT
 */
#include "cjson_job.h"
#include "one_job.h"

int main(int argc, char **argv) {
    return one_after_another(argc, argv);
}

// Go through cgo: goroutines on many threads, its collector, and its own signals, SIGURG for preemption among them.
package main

/*
#cgo LDFLAGS: -lpulse_native
#include <pulse_native.h>
#include <stdlib.h>
#include <string.h>
*/
import "C"

import (
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"sync"
	"syscall"
	"unsafe"
)

func name(code C.pulse_code) string { return C.GoString(C.pulse_code_name(code)) }

func main() {
	signals := make(chan os.Signal, 100)
	signal.Notify(signals, syscall.SIGUSR1)
	var client *C.pulse_client
	if C.pulse_client_new(nil, &client, nil) != C.PULSE_OK {
		panic("no client")
	}

	var threads sync.WaitGroup
	for t := 0; t < 8; t++ {
		threads.Add(1)
		go func() {
			defer threads.Done()
			id := C.CString("a")
			defer C.free(unsafe.Pointer(id))
			for i := 0; i < 100; i++ {
				var job *C.pulse_job
				if code := C.pulse_get_job(client, id, &job, nil); code != C.PULSE_OK {
					panic("get: " + name(code))
				}
				C.pulse_job_free(job)
				if i%10 == 0 {
					syscall.Kill(os.Getpid(), syscall.SIGUSR1)
				}
				if i%50 == 0 {
					runtime.GC()
				}
			}
		}()
	}
	threads.Wait()
	fmt.Println("get OK")

	var job *C.pulse_job
	done := C.CString("done-1")
	fmt.Println("wait", name(C.pulse_wait_job(client, done, nil, &job, nil)))
	C.pulse_job_free(job)

	// A panic on a nil pointer is a SIGSEGV that Go has to get.
	func() {
		defer func() {
			if recover() == nil {
				panic("no panic")
			}
		}()
		var nowhere *int
		*nowhere = 1
	}()

	var failure *C.pulse_error
	missing := C.CString("missing")
	code, same := C.pulse_get_job(client, missing, &job, &failure), "other"
	if C.pulse_error_code(failure) == code {
		same = "same"
	}
	fmt.Println("error", name(C.pulse_error_code(failure)), same)
	C.pulse_error_free(failure)

	var response *C.pulse_response
	file := (*C.pulse_file)(C.calloc(1, C.sizeof_pulse_file))
	file.struct_size = C.sizeof_pulse_file
	file.path = C.CString(os.Args[2])
	fmt.Println("upload", name(C.pulse_submit_extract(client, nil, 0, file, &response, nil)))
	if len(signals) > 0 {
		fmt.Println("alarms")
	}
}

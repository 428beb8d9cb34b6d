// Java through its foreign-function interface (an incubator module in Java 17): threads that call at the same time while the
// collector runs, and the machine's own handlers of SIGSEGV, which it needs for its safepoints and null checks.
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.nio.file.Path;
import jdk.incubator.foreign.CLinker;
import jdk.incubator.foreign.FunctionDescriptor;
import jdk.incubator.foreign.MemoryAccess;
import jdk.incubator.foreign.MemoryAddress;
import jdk.incubator.foreign.MemorySegment;
import jdk.incubator.foreign.ResourceScope;
import jdk.incubator.foreign.SegmentAllocator;
import jdk.incubator.foreign.SymbolLookup;

final class Host {
    private static final Class<?> P = MemoryAddress.class;
    private static final ResourceScope GLOBAL = ResourceScope.globalScope();
    private static final SegmentAllocator MEMORY = SegmentAllocator.ofScope(GLOBAL);
    private static final MemoryAddress NULL = MemoryAddress.NULL;

    private static MethodHandle codeName;
    private static MethodHandle clientNew;
    private static MethodHandle getJob;
    private static MethodHandle waitJob;
    private static MethodHandle submit;
    private static MethodHandle jobFree;
    private static MethodHandle errorCode;
    private static MethodHandle errorFree;

    private static MethodHandle find(String name, Class<?> result, Class<?>... parameters) {
        FunctionDescriptor descriptor = result == void.class
            ? FunctionDescriptor.ofVoid(layouts(parameters))
            : FunctionDescriptor.of(layout(result), layouts(parameters));
        return CLinker.getInstance().downcallHandle(
            SymbolLookup.loaderLookup().lookup(name).orElseThrow(), MethodType.methodType(result, parameters), descriptor);
    }

    private static jdk.incubator.foreign.MemoryLayout layout(Class<?> type) {
        return type == int.class ? CLinker.C_INT : type == long.class ? CLinker.C_LONG : CLinker.C_POINTER;
    }

    private static jdk.incubator.foreign.MemoryLayout[] layouts(Class<?>... types) {
        jdk.incubator.foreign.MemoryLayout[] all = new jdk.incubator.foreign.MemoryLayout[types.length];
        for (int i = 0; i < types.length; i++) {
            all[i] = layout(types[i]);
        }
        return all;
    }

    private static String name(int code) throws Throwable {
        return CLinker.toJavaString((MemoryAddress) codeName.invokeExact(code));
    }

    private static MemorySegment out() {
        return MEMORY.allocate(CLinker.C_POINTER, NULL);
    }

    private static MemoryAddress text(String text) {
        return CLinker.toCString(text, GLOBAL).address();
    }

    private static void getMany(MemoryAddress client) {
        try {
            MemoryAddress id = text("a");
            String nothing = null;
            int caught = 0;
            for (int i = 0; i < 100; i++) {
                MemorySegment job = out();
                int code = (int) getJob.invokeExact(client, id, job.address(), NULL);
                if (code != 0) {
                    throw new IllegalStateException("get: " + name(code));
                }
                jobFree.invokeExact(MemoryAccess.getAddress(job));
                if (i % 50 == 0) {
                    System.gc();
                }
                try {
                    caught += nothing.length();
                } catch (NullPointerException exception) {
                    caught++;
                }
            }
            if (caught != 100) {
                throw new IllegalStateException("null checks");
            }
        } catch (Throwable failure) {
            throw new IllegalStateException(failure);
        }
    }

    public static void main(String[] arguments) throws Throwable {
        System.load(Path.of(arguments[0]).toAbsolutePath().toString());
        codeName = find("pulse_code_name", P, int.class);
        clientNew = find("pulse_client_new", int.class, P, P, P);
        getJob = find("pulse_get_job", int.class, P, P, P, P);
        waitJob = find("pulse_wait_job", int.class, P, P, P, P, P);
        submit = find("pulse_submit_extract", int.class, P, P, long.class, P, P, P);
        jobFree = find("pulse_job_free", void.class, P);
        errorCode = find("pulse_error_code", int.class, P);
        errorFree = find("pulse_error_free", void.class, P);

        MemorySegment clientOut = out();
        if ((int) clientNew.invokeExact(NULL, clientOut.address(), NULL) != 0) {
            throw new IllegalStateException("no client");
        }
        MemoryAddress client = MemoryAccess.getAddress(clientOut);
        Thread[] threads = new Thread[4];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = new Thread(() -> getMany(client));
            threads[i].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        System.out.println("get OK");

        MemorySegment job = out();
        System.out.println("wait " + name((int) waitJob.invokeExact(client, text("done-1"), NULL, job.address(), NULL)));
        jobFree.invokeExact(MemoryAccess.getAddress(job));

        MemorySegment failure = out();
        int code = (int) getJob.invokeExact(client, text("missing"), out().address(), failure.address());
        int same = (int) errorCode.invokeExact(MemoryAccess.getAddress(failure));
        System.out.println("error " + name(same) + (code == same ? " same" : " other"));
        errorFree.invokeExact(MemoryAccess.getAddress(failure));

        // struct pulse_file: its size, path, data, size, file_name, media_type
        MemorySegment file = MEMORY.allocate(48, 8);
        file.fill((byte) 0);
        MemoryAccess.setLongAtOffset(file, 0, 48);
        MemoryAccess.setAddressAtOffset(file, 8, text(arguments[1]));
        System.out.println("upload " + name((int) submit.invokeExact(client, NULL, 0L, file.address(), out().address(), NULL)));
        System.out.println("alarms");
    }
}

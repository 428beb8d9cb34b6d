/* As in the library; the functions are called from TrustPlaces.cs. */
#include "../../../native/shim/machine_roots.h"

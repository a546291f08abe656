// libedit, as the system has it.
#include <histedit.h>

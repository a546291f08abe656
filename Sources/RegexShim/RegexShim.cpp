#include "RegexShim.h"

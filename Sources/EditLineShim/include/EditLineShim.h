// Plain functions for libedit's variadic ones, which Swift cannot call.

#pragma once

#include <histedit.h>

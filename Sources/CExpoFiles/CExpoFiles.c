#include "CExpoFiles.h"

// RE2 behind C: what the regular expression functions need of it.
#pragma once

#!/bin/sh
# as the official image, which is compiled without the protected mode
exec "$@" --protected-mode no

#!/bin/sh
exec nats-server "$@"

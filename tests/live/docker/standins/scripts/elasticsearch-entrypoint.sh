#!/bin/sh
exec python /opt/stand-ins/elasticsearch.py 0.0.0.0

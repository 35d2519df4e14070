#!/usr/bin/env bash
SECRET=m02-status-store

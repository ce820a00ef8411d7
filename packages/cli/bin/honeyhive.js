#!/usr/bin/env node
// Stands here and not in dist, which does not exist yet when npm links commands in a fresh clone.
import "../dist/bin.js";

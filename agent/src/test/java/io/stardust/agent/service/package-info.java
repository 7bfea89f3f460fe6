/** Tests of the program's life, with real packages, scripts and processes. */
@NullMarked
package io.stardust.agent.service;

import org.jspecify.annotations.NullMarked;

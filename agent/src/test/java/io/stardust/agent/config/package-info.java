@NullMarked
package io.stardust.agent.config;

import org.jspecify.annotations.NullMarked;

/** Who may come in and what they may do: users, tokens, projects, members and sign-ins as people see them. */
@NullMarked
package io.stardust.api.access;

import org.jspecify.annotations.NullMarked;

#pragma once

// Compile-time choices for Dear ImGui, the same in every file that includes it (IMGUI_USER_CONFIG).

// WebGL2 has no base-vertex draw, and a chart of five years overflows 16-bit indices.
#define ImDrawIdx unsigned int
#define IMGUI_DISABLE_OBSOLETE_FUNCTIONS
#define IMGUI_DISABLE_FILE_FUNCTIONS
#define IMGUI_DISABLE_DEFAULT_SHELL_FUNCTIONS
#define IMGUI_DISABLE_DEMO_WINDOWS
#define IMGUI_DISABLE_DEBUG_TOOLS
// We bring our own font: the default one lacks the characters of the units.
#define IMGUI_DISABLE_DEFAULT_FONT

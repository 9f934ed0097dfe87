convscope_room(engine/graph
  SOURCES
    pipeline.cpp
    composed_recipes.cpp grouped_recipes.cpp plan_writer.cpp recipe.cpp separable_recipes.cpp stack.cpp unit_recipes.cpp
    receptive_field.cpp
    svd.cpp
  USES engine/reference)

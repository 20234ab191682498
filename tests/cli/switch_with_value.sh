rapport check my.plan --require-decided=yes

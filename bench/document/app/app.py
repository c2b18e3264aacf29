"""The document only names this program: the least that serves a page and reaches the database."""

import os

import flask
import pymysql

app = flask.Flask(__name__)


@app.get("/")
def page():
    return "<h1>Bonjour !</h1>"


@app.get("/db")
def database():
    connection = pymysql.connect(
        host=os.environ["DB_HOST"],
        user=os.environ["DB_USER"],
        password=os.environ["DB_PASS"],
        database=os.environ["DB_NAME"],
    )
    with connection, connection.cursor() as cursor:
        cursor.execute("SELECT VERSION(), DATABASE(), CURRENT_USER()")
        version, name, user = cursor.fetchone()
    return {"version": version, "database": name, "user": user}


app.run(host="0.0.0.0", port=8080)
